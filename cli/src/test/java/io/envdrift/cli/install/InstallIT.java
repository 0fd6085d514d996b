package io.envdrift.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code packaging/install.sh} puts a release into place, replaces it, and takes it away again. */
class InstallIT {
    @TempDir
    private Path directory;

    private FakeRelease one;
    private FakeRelease two;
    private Path prefix;
    private Shell shell;

    @BeforeEach
    void releases() throws Exception {
        directory = directory.toRealPath();
        one = FakeRelease.of(directory.resolve("release one"), "1.0.0");
        two = FakeRelease.of(directory.resolve("release two"), "1.1.0-SNAPSHOT");
        prefix = directory.resolve("a prefix");
        shell = new Shell(directory);
    }

    @AfterEach
    void busybox() throws Exception {
        shell.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash", "busybox sh"})
    void installsUpgradesAndLeavesNothing(String interpreter) throws Exception {
        String[] words = interpreter.split(" ");
        Assumptions.assumeTrue(Shell.has(words[0]), words[0] + " is not here");
        shell.interpreter(words);
        if (words[0].equals("busybox")) {
            shell.onlyBusybox();
        }

        assertThat(install(one).output()).contains("envdrift 1.0.0 is installed in " + prefix + ".");
        assertRuns("1.0.0");
        assertThat(prefix.resolve("share/bash-completion/completions/vault-env"))
                .hasContent("complete 1.0.0");
        assertThat(prefix.resolve("share/man/man1/envdrift-1.0.0.1")).exists();

        install(two);
        assertRuns("1.1.0-SNAPSHOT");
        assertThat(prefix.resolve("share/man/man1/envdrift-1.1.0-SNAPSHOT.1")).exists();
        assertThat(prefix.resolve("share/man/man1/envdrift-1.0.0.1")).doesNotExist();

        uninstall();
        assertThat(prefix).doesNotExist();
    }

    @Test
    void aSecondRunChangesNothing() throws Exception {
        install(one);
        install(two);
        List<String> before = Shell.tree(prefix);
        Object inode = Files.getAttribute(prefix.resolve("lib/envdrift/1.1.0-SNAPSHOT"), "unix:ino");

        install(two);

        assertThat(Shell.tree(prefix)).isEqualTo(before);
        assertThat(Files.getAttribute(prefix.resolve("lib/envdrift/1.1.0-SNAPSHOT"), "unix:ino"))
                .isEqualTo(inode);
    }

    @Test
    void aSecondRunMendsWhatIsDamaged() throws Exception {
        install(one);
        Files.delete(prefix.resolve("lib/envdrift/current/bin/envdrift"));
        Files.delete(prefix.resolve("bin/vault-env"));

        install(one);

        assertRuns("1.0.0");
    }

    @Test
    void theVersionBeforeStaysForWhatIsRunningAndOlderOnesGo() throws Exception {
        install(one);
        install(two);
        assertThat(prefix.resolve("lib/envdrift/1.0.0/bin/envdrift")).exists();

        install(FakeRelease.of(directory.resolve("release three"), "2.0.0"));

        assertRuns("2.0.0");
        assertThat(prefix.resolve("lib/envdrift/1.1.0-SNAPSHOT/bin/envdrift")).exists();
        assertThat(prefix.resolve("lib/envdrift/1.0.0")).doesNotExist();
    }

    @Test
    void anotherBuildOfTheSameVersionReplacesIt() throws Exception {
        install(one);
        one.archived(one.distribution("echo \"${0##*/} 1.0.0 anew\""));

        install(one);

        assertThat(run("envdrift")).isEqualTo("envdrift 1.0.0 anew\n");
        assertThat(Files.readSymbolicLink(prefix.resolve("lib/envdrift/current")))
                .hasToString("1.0.0-2");
        uninstall();
        assertThat(prefix).doesNotExist();
    }

    @Test
    void uninstallLeavesTheRest() throws Exception {
        Files.createDirectories(prefix.resolve("bin"));
        Files.writeString(prefix.resolve("bin/other"), "other");
        Files.createSymbolicLink(prefix.resolve("bin/own"), Path.of("../lib/envdrift/current/bin/envdrift"));
        List<String> before = Shell.tree(prefix);
        install(one);
        Files.writeString(prefix.resolve("share/man/man1/other.1"), "other");
        Files.writeString(prefix.resolve("lib/envdrift/notes"), "mine");

        assertThat(uninstall().output()).contains("left alone").contains("envdrift is removed");

        assertThat(prefix.resolve("share/man/man1/other.1")).exists();
        assertThat(prefix.resolve("lib/envdrift/notes")).exists();
        assertThat(Shell.tree(prefix)).containsAll(before).hasSize(before.size() + 8);
        uninstall();
        assertThat(prefix.resolve("lib/envdrift/notes")).exists();
    }

    @Test
    void uninstallKeepsAPrefixThatWasThereBeforeAlsoWhenItIsEmpty() throws Exception {
        Files.createDirectory(prefix);
        install(one);
        uninstall();
        assertThat(prefix).isEmptyDirectory();
        assertThat(uninstall().output()).contains("envdrift is not installed in " + prefix);
    }

    @Test
    void aForeignProgramIsNeverReplaced() throws Exception {
        Files.createDirectories(prefix.resolve("bin"));
        Path foreign = Files.writeString(prefix.resolve("bin/vault-env"), "of somebody else");
        List<String> before = Shell.tree(prefix);

        shell.install("--from", one.archive().toString(), "--prefix", prefix.toString())
                .failedWith(foreign + " is there and not of this installer");

        assertThat(foreign).hasContent("of somebody else");
        assertThat(Shell.tree(prefix)).isEqualTo(before);
    }

    @Test
    void aForeignPageIsLeftAloneAndTheRestInstalled() throws Exception {
        Path completions = Files.createDirectories(prefix.resolve("share/bash-completion/completions"));
        Path foreign = Files.createSymbolicLink(completions.resolve("envdrift"), Path.of("/nowhere/at/all"));

        assertThat(install(one).output()).contains("left alone: " + foreign);

        assertRuns("1.0.0");
        uninstall();
        assertThat(Shell.tree(prefix)).last().isEqualTo(prefix.relativize(foreign) + " -> /nowhere/at/all");
    }

    @Test
    void worksInAPrefixThatIsALinkAndWithProgramsElsewhere() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path programs = Files.createDirectory(directory.resolve("programs"));
        Files.createSymbolicLink(real.resolve("bin"), programs);
        prefix = Files.createSymbolicLink(directory.resolve("link"), real);

        install(one);
        assertRuns("1.0.0");
        install(two);
        assertRuns("1.1.0-SNAPSHOT");
        prefix = real;
        uninstall();

        assertThat(programs).isEmptyDirectory();
        assertThat(Shell.tree(real)).containsExactly("", "bin -> " + programs);
    }

    @Test
    void aPrefixThatWasMovedStillRuns() throws Exception {
        install(one);
        prefix = Files.move(prefix, directory.resolve("moved"));
        assertRuns("1.0.0");
        install(two);
        assertRuns("1.1.0-SNAPSHOT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "022", "077"})
    void nobodyElseMayWriteWhateverTheUmaskIs(String umask) throws Exception {
        shell.interpreter("sh", "-c", "umask " + umask + " && exec sh \"$@\"", "sh");
        install(one);
        assertRuns("1.0.0");
        try (Stream<Path> paths = Files.walk(prefix)) {
            for (Path path : paths.toList()) {
                if (!Files.isSymbolicLink(path)) {
                    assertThat(modeOf(path)).as("%s", path).matches("r[w-][x-].-..-.");
                }
            }
        }
    }

    @Test
    void whatRootInstallsForAllIsReadByAll() throws Exception {
        shell.tools(user(0)).interpreter("sh", "-c", "umask 077 && exec sh \"$@\"", "sh");
        install(one);
        assertThat(modeOf(prefix)).isEqualTo("rwxr-xr-x");
        assertThat(modeOf(prefix.resolve("lib/envdrift/current/lib/envdrift.aot")))
                .isEqualTo("rw-r--r--");
    }

    /** Or the launcher would not use it: a jar whose file was changed later may hold other classes. */
    @Test
    void theCachesAreTheLastFilesThatAreChanged() throws Exception {
        Path log = directory.resolve("log");
        Path tools = directory.resolve("tools");
        Shell.script(tools.resolve("chmod"), "echo \"$*\" >> '" + log + "'\nPATH=${PATH#*:} exec chmod \"$@\"\n");
        shell.tools(tools);
        install(one);
        List<String> files = List.of(Files.readAllLines(log).getLast().split(" (?=/)"));
        assertThat(files.subList(1, files.size()))
                .hasSize(3)
                .allMatch(file -> file.matches(".*/lib/envdrift[^/]*\\.aot(\\.gz)?"));
    }

    @ParameterizedTest
    @CsvSource({"'', '', 'aws server'", "aws, aws, server", "'server,aws', 'aws server', ''", "all, 'aws server', ''"})
    void unpacksTheCachesThatItIsAskedFor(String asked, String unpacked, String packed) throws Exception {
        shell.tools(user(1000));
        List<String> words =
                new ArrayList<>(List.of("--from", one.directory().toString(), "--prefix", prefix.toString()));
        if (!asked.isEmpty()) {
            words.add("--caches=" + asked);
        }

        shell.install(words.toArray(String[]::new)).succeeded();

        Path lib = prefix.resolve("lib/envdrift/current/lib");
        for (String cache : List.of("aws", "server")) {
            Path file = lib.resolve("envdrift-" + cache + "-0123456789ab.aot");
            Path gzipped = lib.resolve(file.getFileName() + ".gz");
            assertThat(Files.exists(file)).isEqualTo(unpacked.contains(cache));
            assertThat(Files.exists(gzipped)).isEqualTo(packed.contains(cache));
            assertThat(modeOf(Files.exists(file) ? file : gzipped)).isEqualTo("rw-------");
            if (Files.exists(file)) {
                assertThat(file).hasContent("a cache of " + cache);
            }
        }
    }

    @Test
    void refusesCachesThatThereAreNot() throws Exception {
        shell.install("--from", one.directory().toString(), "--prefix", prefix.toString(), "--caches", "aws,acme")
                .failedWith("has no cache 'acme'");
        assertThat(prefix).doesNotExist();
        assertThat(shell.install("--caches", "*").exit()).isEqualTo(2);
        assertThat(shell.install("--uninstall", "--caches", "aws").exit()).isEqualTo(2);
    }

    @Test
    void theCacheOfOnePersonIsReadByThatPersonOnly() throws Exception {
        shell.tools(user(1000));
        install(one);
        assertThat(modeOf(prefix.resolve("lib/envdrift/current/lib/envdrift.aot")))
                .isEqualTo("rw-------");
    }

    @Test
    void goesToTheHomeOfAUserWhoSaysNothingElse() throws Exception {
        shell.tools(user(1000)).install("--from", one.archive().toString()).succeeded();
        prefix = directory.resolve("home/.local");
        assertRuns("1.0.0");

        shell.without("HOME")
                .install("--from", one.archive().toString())
                .failedWith("HOME is not set: say where to with --prefix DIR");
        shell.install("--uninstall").failedWith("HOME is not set");
        install(two);
    }

    @Test
    void tellsHowToGetItOnThePathOnlyWhenItIsNot() throws Exception {
        assertThat(install(one).output()).contains("export PATH=\"" + prefix + "/bin:$PATH\"");
        Path link = Files.createSymbolicLink(directory.resolve("programs"), prefix.resolve("bin"));
        assertThat(shell.tools(link)
                        .install("--from", one.archive().toString(), "--prefix", prefix.toString())
                        .succeeded()
                        .output())
                .doesNotContain("PATH");
    }

    private Shell.Result install(FakeRelease release) throws Exception {
        return shell.install("--from", release.directory().toString(), "--prefix", prefix.toString())
                .succeeded();
    }

    private Shell.Result uninstall() throws Exception {
        return shell.install("--uninstall", "--prefix", prefix.toString()).succeeded();
    }

    private void assertRuns(String version) throws Exception {
        for (String program : FakeRelease.PROGRAMS) {
            assertThat(run(program)).isEqualTo(program + " " + version + " a b\n");
        }
    }

    private String run(String program) throws Exception {
        return new Shell(directory)
                .run(List.of(prefix.resolve("bin").resolve(program).toString(), "a b"))
                .succeeded()
                .output();
    }

    /** A directory with an {@code id} that says so. */
    private Path user(int number) throws Exception {
        Path tools = directory.resolve("tools");
        Shell.script(tools.resolve("id"), "echo " + number + "\n");
        return tools;
    }

    private static String modeOf(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }
}
