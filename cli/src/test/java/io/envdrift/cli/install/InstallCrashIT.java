package io.envdrift.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code packaging/install.sh} killed before the commands that it starts, one after the other. What was installed runs,
 * the next run completes the work, and nothing is left over.
 */
class InstallCrashIT {
    /** All that the script starts and that changes something or takes long. */
    private static final List<String> COMMANDS =
            List.of("chmod", "cp", "diff", "find", "ln", "mkdir", "mktemp", "mv", "rm", "rmdir", "tar");

    private static final int KILLED = 128 + 9;

    /** One command after the other with {@code -Psoak}, every fourth in each build. */
    private static final int STRIDE = Boolean.getBoolean("envdrift.soak") ? 1 : 4;

    @TempDir
    private Path directory;

    private Path tools;
    private Path left;
    private Path prefix;
    private FakeRelease old;
    private FakeRelease fresh;

    @BeforeEach
    void releasesAndTools() throws Exception {
        Assumptions.assumeTrue(Shell.has("setsid") && Shell.has("flock"), "setsid or flock is not here");
        directory = directory.toRealPath();
        prefix = directory.resolve("prefix");
        old = FakeRelease.of(directory.resolve("old"), "1.0.0");
        fresh = FakeRelease.of(directory.resolve("fresh"), "2.0.0");
        tools = directory.resolve("tools");
        left = directory.resolve("left");
        for (String command : COMMANDS) {
            // The process group is the installer's own; the kill takes this script, too.
            Shell.script(tools.resolve(command), """
                read -r left < '%s'
                [ "$left" -gt 0 ] || kill -9 0
                echo $((left - 1)) > '%s'
                PATH=${PATH#*:} exec %s "$@"
                """.formatted(left, left, command));
        }
    }

    @Test
    void anUpgradeThatIsKilledLeavesTheOldOrTheNewVersionAtWork() throws Exception {
        boolean sawOld = false;
        boolean sawNew = false;
        int step = 0;
        while (true) {
            install(old).succeeded();
            boolean killed = killedAt(step, "--from", fresh.archive().toString());
            String version = runs("envdrift");
            assertThat(version).as("killed at step %d", step).isIn("1.0.0", "2.0.0");
            assertThat(runs("vault-env")).isEqualTo(version);
            sawOld |= killed && version.equals("1.0.0");
            sawNew |= killed && version.equals("2.0.0");

            install(fresh).succeeded();
            assertThat(runs("envdrift-server")).isEqualTo("2.0.0");
            try (var entries = Files.list(prefix.resolve("lib/envdrift"))) {
                assertThat(entries.map(each -> each.getFileName().toString()))
                        .as("killed at step %d", step)
                        .containsExactlyInAnyOrder(".installed", "1.0.0", "2.0.0", "current", "previous");
            }
            uninstalled();
            if (!killed) {
                break;
            }
            step += STRIDE;
        }
        assertThat(step).isGreaterThan(15);
        assertThat(sawOld).isTrue();
        assertThat(sawNew).isTrue();
    }

    @Test
    void aFirstInstallationThatIsKilledIsCompletedOrRemoved() throws Exception {
        for (int step = 0; killedAt(step, "--from", fresh.archive().toString()); step += STRIDE) {
            if (step / STRIDE % 2 == 0) {
                install(fresh).succeeded();
                assertThat(runs("envdrift")).isEqualTo("2.0.0");
            }
            uninstalled();
        }
        assertThat(runs("envdrift")).isEqualTo("2.0.0");
    }

    @Test
    void aRemovalThatIsKilledIsCompletedByTheNext() throws Exception {
        int step = 0;
        boolean killed = true;
        while (killed) {
            install(old).succeeded();
            install(fresh).succeeded();
            killed = killedAt(step, "--uninstall");
            step += STRIDE;
            uninstalled();
        }
        assertThat(step).isGreaterThan(5);
    }

    /** Runs the installer and kills it before its command of that number; false when it ended before. */
    private boolean killedAt(int step, String... arguments) throws Exception {
        Files.writeString(left, step + "\n");
        Shell shell = new Shell(directory).tools(tools).interpreter("setsid", "--wait", "sh");
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--prefix";
        all[arguments.length + 1] = prefix.toString();
        Shell.Result result = shell.install(all);
        assertThat(result.exit()).as(result.output()).isIn(0, KILLED);
        Path marker = prefix.resolve("lib/envdrift/.installed");
        if (Files.exists(marker)) {
            // The others of the group may still be dying, with the lock in their hands.
            new Shell(directory)
                    .run(List.of("flock", marker.toString(), "true"))
                    .succeeded();
        }
        return result.exit() == KILLED;
    }

    private Shell.Result install(FakeRelease release) throws Exception {
        return new Shell(directory).install("--from", release.archive().toString(), "--prefix", prefix.toString());
    }

    private void uninstalled() throws Exception {
        new Shell(directory)
                .install("--uninstall", "--prefix", prefix.toString())
                .succeeded();
        if (Files.exists(prefix)) {
            // Killed between making a directory and noting it: it may stay, empty.
            assertThat(Shell.tree(prefix)).isSubsetOf("", "lib", "lib/envdrift");
            for (String empty : List.of("lib/envdrift", "lib", "")) {
                Files.deleteIfExists(prefix.resolve(empty));
            }
        }
    }

    private String runs(String program) throws Exception {
        String[] words = new Shell(directory)
                .run(List.of(prefix.resolve("bin").resolve(program).toString()))
                .succeeded()
                .output()
                .strip()
                .split(" ");
        assertThat(words[0]).isEqualTo(program);
        return words[1];
    }
}
