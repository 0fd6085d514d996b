package io.envdrift.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code packaging/install.sh} does not install: it says why in one line, and leaves the prefix as it was. */
class InstallRefusalIT {
    @TempDir
    private Path directory;

    private FakeRelease release;
    private Path prefix;
    private Shell shell;

    @BeforeEach
    void anInstalledVersion() throws Exception {
        directory = directory.toRealPath();
        release = FakeRelease.of(directory.resolve("release"), "2.0.0");
        prefix = directory.resolve("prefix");
        shell = new Shell(directory);
        FakeRelease old = FakeRelease.of(directory.resolve("old"), "1.0.0");
        shell.install("--from", old.archive().toString(), "--prefix", prefix.toString())
                .succeeded();
    }

    @AfterEach
    void busybox() throws Exception {
        shell.close();
    }

    @Test
    void anArchiveThatIsNotTheOneOfTheChecksum() throws Exception {
        String checksum = release.checksum();
        release.distribution("rm -rf everything").to(release.archive());

        refuses("is damaged or not the right one", checksum);
        refusedWith("--checksum", checksum).failedWith("is damaged or not the right one");
        refusedWith("--checksum", checksum.substring(1)).failedWith("not a SHA-256 checksum");
    }

    @Test
    void anArchiveWithoutAChecksum() throws Exception {
        String checksum = release.checksum();
        Files.writeString(release.sums(), checksum + "  " + release.name() + ".asc\n");
        refuses("SHA256SUMS", "does not list " + release.name());

        Files.writeString(release.sums(), (checksum + " *" + release.name() + "\n").repeat(2));
        refuses("more than once");

        Files.writeString(release.sums(), "");
        refuses("does not list");

        Files.delete(release.sums());
        refuses("no readable SHA256SUMS", "--checksum");

        shell.install(
                        "--from=" + release.archive(),
                        "--prefix=" + prefix,
                        "--checksum=" + checksum.toUpperCase(Locale.ROOT))
                .succeeded();
    }

    static Stream<TarGz> hostileArchives() {
        String top = "envdrift-2.0.0-linux-x64";
        return Stream.of(
                new TarGz().file(top + "/../../evil", 0644, "evil"),
                new TarGz().file("../evil", 0644, "evil"),
                new TarGz().file("/tmp/envdrift-evil/evil", 0644, "evil"),
                new TarGz().file(top + "/VERSION", 0644, "2.0.0\n").file("other/evil", 0644, "evil"),
                new TarGz().link(top + "/lib", "/tmp"),
                new TarGz().link(top + "/lib", "../../../..").file(top + "/lib/evil", 0644, "evil"),
                new TarGz().pipe(top + "/lib"),
                new TarGz().file("another-2.0.0/VERSION", 0644, "2.0.0\n"),
                new TarGz().file(top + "/VERSION", 0644, "3.0.0\n"));
    }

    @ParameterizedTest
    @MethodSource("hostileArchives")
    void anArchiveThatLeadsOutOfItself(TarGz archive) throws Exception {
        release.archived(archive);
        refuses(release.name() + " ");
        if (Shell.has("busybox")) {
            shell.onlyBusybox();
            refuses("install.sh: ");
        }
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.map(each -> each.getFileName().toString())).doesNotContain("evil");
        }
        assertThat(Path.of("/tmp/envdrift-evil")).doesNotExist();
    }

    @Test
    void whatIsNoArchive() throws Exception {
        Files.writeString(release.archive(), "<html>not found</html>");
        Files.writeString(release.sums(), release.checksum() + "  " + release.name() + "\n");
        refuses("is no tar.gz archive");
    }

    @Test
    void aProgramThatDoesNotRunHere() throws Exception {
        release.archived(release.distribution("echo 'cannot execute: required file not found'; exit 127"));
        refuses("2.0.0 does not run on this system", "envdrift-2.0.0.zip", "required file not found");
        release.archived(release.distribution("echo envdrift 1.9.9"));
        refuses("2.0.0 does not run on this system");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Darwin arm64", "Linux aarch64", "FreeBSD x86_64"})
    void anotherSystem(String system) throws Exception {
        String[] words = system.split(" ");
        Shell.script(
                directory.resolve("tools/uname"),
                "case $1 in -s) echo " + words[0] + ";; *) echo " + words[1] + ";; esac\n");
        shell.tools(directory.resolve("tools"));
        refuses("not for " + system, ".zip");
    }

    @Test
    void aDirectoryOfSomebodyElse() throws Exception {
        prefix = directory.resolve("other");
        Files.createDirectories(prefix.resolve("lib/envdrift"));
        Files.writeString(prefix.resolve("lib/envdrift/theirs"), "theirs");
        refuses("lib/envdrift is not of this installer");
        assertThat(shell.install("--uninstall", "--prefix", prefix.toString())
                        .succeeded()
                        .output())
                .contains("not installed");
        assertThat(prefix.resolve("lib/envdrift/theirs")).exists();
    }

    @Test
    void aPrefixThatCannotBeWritten() throws Exception {
        boolean root = new Shell(directory).run(List.of("id", "-u")).output().equals("0\n");
        Assumptions.assumeTrue(!root || Shell.has("setpriv"), "root may write everywhere, and setpriv is not here");
        if (root) {
            shell.interpreter("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh")
                    .copiedInstaller();
        }
        assertThat(directory.toFile().setExecutable(true, false)).isTrue();
        assertThat(prefix.resolve("lib/envdrift").toFile().setWritable(false)).isTrue();
        refuses("cannot write to " + prefix + "/lib/envdrift", "--prefix DIR");
        shell.install("--uninstall", "--prefix", prefix.toString()).failedWith("cannot write to " + prefix);

        prefix = Path.of("/proc/envdrift");
        shell.install("--from", release.archive().toString(), "--prefix", prefix.toString())
                .failedWith("cannot write to /proc/envdrift");
        prefix = directory.resolve("prefix");
        assertThat(prefix.resolve("lib/envdrift").toFile().setWritable(true)).isTrue();
    }

    @Test
    void twoAtOnce() throws Exception {
        Assumptions.assumeTrue(Shell.has("flock"), "flock is not here");
        String marker = prefix.resolve("lib/envdrift/.installed").toString();
        shell.interpreter("flock", marker, "sh");
        refuses("another install.sh is at work");
    }

    @Test
    void wrongUsage() throws Exception {
        for (List<String> arguments : List.of(
                List.of("--prefix"),
                List.of("--prefix="),
                List.of("--version", ""),
                List.of("--force"),
                List.of("--uninstall=yes"),
                List.of("release"),
                List.of("--uninstall", "--from", "release"))) {
            Shell.Result result = shell.install(arguments.toArray(String[]::new));
            assertThat(result.exit()).as("%s", arguments).isEqualTo(2);
            assertThat(result.output()).contains("see install.sh --help").hasLineCount(1);
        }
        assertThat(shell.install("--help").succeeded().output()).contains("--prefix DIR", "--uninstall");
    }

    @Test
    void noSourceThatIsKnown() throws Exception {
        shell.install("--prefix", prefix.toString()).failedWith("no release is published yet", "ENVDRIFT_BASE_URL");
        shell.install("--prefix", prefix.toString(), "--from", "nowhere")
                .failedWith("no such file or directory: nowhere");
        shell.install("--prefix", prefix.toString(), "--from", "http://example.test/releases")
                .failedWith("is not https");
    }

    @Test
    void severalVersionsWithoutAChoice() throws Exception {
        release.with(FakeRelease.of(directory.resolve("newer"), "2.1.0"));
        String from = release.directory().toString();
        shell.install("--prefix", prefix.toString(), "--from", from).failedWith("several archives: say --version");
        shell.install("--prefix", prefix.toString(), "--from", from, "--version", "2.2.0")
                .failedWith("does not list envdrift-2.2.0-linux-x64.tar.gz");
        assertUntouched();

        shell.install("--prefix", prefix.toString(), "--from", from, "--version", "v2.1.0")
                .succeeded();
    }

    @Test
    void aVersionThatIsNotTheOneOfTheArchive() throws Exception {
        refusedWith("--version", "3.0.0").failedWith("is version 2.0.0, not 3.0.0");
    }

    @Test
    void aDownloadThatFailsAndOnlyThen() throws Exception {
        Assumptions.assumeTrue(Shell.has("curl") || Shell.has("wget"), "neither curl nor wget is here");
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer server = SimpleFileServer.createFileServer(here, release.directory(), OutputLevel.NONE);
        server.start();
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            shell.env("ENVDRIFT_BASE_URL", base + "/nothing");
            shell.install("--prefix", prefix.toString()).failedWith("cannot download " + base + "/nothing/SHA256SUMS");
            assertUntouched();

            shell.env("ENVDRIFT_BASE_URL", base + "/");
            shell.install("--prefix", prefix.toString()).succeeded();
            shell.install("--prefix", prefix.toString(), "--from", base + "/" + release.name())
                    .succeeded();
        } finally {
            server.stop(0);
        }
    }

    private void refuses(String... words) throws Exception {
        refusedWith().failedWith(words);
    }

    private Shell.Result refusedWith(String... more) throws Exception {
        List<String> before = Shell.tree(prefix);
        String[] arguments = Stream.concat(
                        Stream.of("--from", release.archive().toString(), "--prefix", prefix.toString()),
                        Stream.of(more))
                .toArray(String[]::new);
        Shell.Result result = shell.install(arguments);
        assertThat(Shell.tree(prefix)).isEqualTo(before);
        return result;
    }

    private void assertUntouched() throws Exception {
        assertThat(new Shell(directory)
                        .run(List.of(prefix.resolve("bin/envdrift").toString()))
                        .succeeded()
                        .output())
                .startsWith("envdrift 1.0.0");
    }
}
