# A template: the release fills in OWNER, the version and the two checksums of SHA256SUMS, and puts the file into a tap.
# Homebrew is not where envdrift is built: only the syntax of this file was checked there.
class Envdrift < Formula
  desc "Brings the keys of encrypted .env files from your vault to people and CI"
  homepage "https://github.com/OWNER/envdrift"
  version "@VERSION@"
  license "MIT"

  if OS.linux? && Hardware::CPU.intel?
    url "https://github.com/OWNER/envdrift/releases/download/v@VERSION@/envdrift-@VERSION@-linux-x64.tar.gz"
    sha256 "@SHA256_LINUX_X64@"
  else
    url "https://github.com/OWNER/envdrift/releases/download/v@VERSION@/envdrift-@VERSION@.zip"
    sha256 "@SHA256_ZIP@"
    depends_on "openjdk"
  end

  def install
    rm Dir["bin/*.cmd"]
    libexec.install Dir["*"]
    if (libexec/"runtime").exist?
      bin.install_symlink Dir[libexec/"bin/*"]
    else
      %w[envdrift vault-env envsync levels envdrift-server].each do |program|
        (bin/program).write_env_script libexec/"bin"/program, JAVA_HOME: Formula["openjdk"].opt_prefix
      end
    end
    bash_completion.install_symlink Dir[libexec/"share/bash-completion/completions/*"]
    zsh_completion.install_symlink Dir[libexec/"share/zsh/site-functions/*"]
    man1.install_symlink Dir[libexec/"share/man/man1/*.1"]
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/envdrift --version")
  end
end
