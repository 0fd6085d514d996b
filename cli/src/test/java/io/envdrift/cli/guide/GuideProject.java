package io.envdrift.cli.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.CliRun;
import io.envdrift.cli.SampleProject;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.pool.VaultProviders;
import io.envdrift.provider.aws.AwsVaultProvider;
import io.envdrift.provider.azure.AzureVaultProvider;
import io.envdrift.provider.gcp.GcpVaultProvider;
import io.envdrift.provider.hashicorp.HashicorpVaultProvider;
import io.envdrift.testkit.aws.AwsIdentity;
import io.envdrift.testkit.aws.SecretsManagerFake;
import io.envdrift.testkit.hashicorp.FakeVault;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultNaming;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A reader's project: the guide's configuration, files of the names that it uses, and the vaults that it names. */
final class GuideProject implements AutoCloseable {
    static final PrivateKey TEAM = SampleProject.KEY;
    static final PrivateKey STRAY = SampleProject.OTHER;
    static final String VALUES = "API_TOKEN=one\nDATABASE_URL=\"two words\"\n";

    private static final AwsIdentity AWS_USER = AwsIdentity.of("AKIATESTUSER00000001", "test/secret-access-key+0001");

    final SampleProject files;
    final FakeVault hashicorp;
    final SecretsManagerFake aws;
    private final Map<String, MemoryVault> vaults = new ConcurrentHashMap<>();

    GuideProject(Path root) throws IOException {
        files = new SampleProject(root);
        hashicorp = FakeVault.start(Optional.empty());
        aws = SecretsManagerFake.start(Optional.empty(), AWS_USER);
    }

    @Override
    public void close() {
        hashicorp.close();
        aws.close();
    }

    /** Returns the vault at an address: the URL of Azure, the project of Google. */
    MemoryVault vault(String address) {
        return vaults.computeIfAbsent(address, any -> new MemoryVault());
    }

    CliRun.Result run(String... words) {
        return new CliRun(files.root)
                .providers(VaultProviders.of(List.of(
                        new InMemory(new AzureVaultProvider(), "vault_url"),
                        new InMemory(new GcpVaultProvider(), "project_id"),
                        new HashicorpVaultProvider(),
                        new AwsVaultProvider())))
                .env("VAULT_TOKEN", FakeVault.TOKEN)
                .env("VAULT_ADDR", hashicorp.server().uri("").toString())
                .env("AWS_ENDPOINT_URL", aws.server().uri("").toString())
                .env("AWS_EC2_METADATA_DISABLED", "true")
                .env("AWS_ACCESS_KEY_ID", AWS_USER.keyId())
                .env("AWS_SECRET_ACCESS_KEY", AWS_USER.secretKey())
                .env("AWS_REGION", SecretsManagerFake.REGION)
                .run(words);
    }

    /** Runs a step that must succeed. */
    String succeed(String... words) {
        CliRun.Result result = run(words);
        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(result.all()).doesNotContain(SampleProject.hex(TEAM)).doesNotContain("[WARN]");
        return result.out();
    }

    GuideProject config(String toml) {
        files.write("envdrift.toml", toml);
        return this;
    }

    GuideProject encrypted(String file, PrivateKey key) {
        files.encrypted(file, key, VALUES);
        return this;
    }

    /** Gives the user a keys file with one key. */
    GuideProject keys(String file, String name, PrivateKey key) {
        files.write(file, name + "=" + SampleProject.hex(key) + "\n");
        return this;
    }

    /** Makes the project a git repository in which everything but keys is committed. */
    GuideProject committed() {
        files.write(".gitignore", ".env.keys*\nteam.*\nhome/\n");
        git("init", "-q");
        git("add", "-A");
        git("-c", "user.name=test", "-c", "user.email=test@example.test", "commit", "-qm", "project");
        return this;
    }

    String git(String... arguments) {
        try {
            Process git = new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments))
                            .toList())
                    .directory(files.root.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(git.waitFor()).as(output).isZero();
            return output;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asserts that a keys file holds one key under one name, for its owner only. */
    void assertKey(String file, String name, PrivateKey key) {
        assertThat(files.read(file)).containsOnlyOnce(name + "=" + SampleProject.hex(key) + "\n");
        assertThat(files.mode(file)).isEqualTo("rw-------");
    }

    /** Asserts that a file holds the values in plain text. */
    void assertPlain(String file) {
        assertThat(files.read(file)).contains(VALUES).doesNotContain("encrypted:");
    }

    /** Asserts that no value of a file is readable, and that a key opens them all. */
    void assertSealed(String file, PrivateKey key) {
        assertThat(files.read(file))
                .doesNotContain("two words")
                .contains(key.publicKey().hex());
        CliRun.Result opened = new CliRun(files.root)
                .env("DOTENV_PRIVATE_KEY_PRODUCTION", SampleProject.hex(key))
                .run("decrypt", file, "--stdout");
        assertThat(opened.exit()).as(opened.all()).isZero();
        assertThat(opened.out()).contains(VALUES);
    }

    /** Returns every file's content by its path, the repository's own files apart. */
    Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(files.root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String name = files.root.relativize(file).toString();
                if (!name.startsWith(".git/")) {
                    contents.put(name, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents;
    }

    /** A provider whose vaults are memory; the address is the one that the configuration or an option gives. */
    private final class InMemory implements VaultProvider {
        private final VaultProvider real;
        private final String key;

        InMemory(VaultProvider real, String key) {
            this.real = real;
            this.key = key;
        }

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public List<SettingKey> settingKeys() {
            return real.settingKeys();
        }

        @Override
        public Optional<VaultNaming> naming() {
            return real.naming();
        }

        @Override
        public boolean namesHoldSlashes() {
            return real.namesHoldSlashes();
        }

        @Override
        public boolean isDefault() {
            return real.isDefault();
        }

        @Override
        public Vault open(VaultSettings settings, VaultContext context) {
            return vault(
                    settings.require(key, name() + " needs " + key, "set it").value());
        }
    }
}
