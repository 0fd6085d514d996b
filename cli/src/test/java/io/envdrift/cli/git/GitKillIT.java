package io.envdrift.cli.git;

import static io.envdrift.cli.git.Clones.API;
import static io.envdrift.cli.git.Clones.ROOT;
import static io.envdrift.cli.git.Clones.edit;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.EnvdriftCli;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.StandardOutput;
import io.envdrift.files.FileOperations;
import io.envdrift.pool.VaultProviders;
import io.envdrift.process.ChildStarter;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the filter with SIGKILL while git talks with it, at a step chosen anew: a packet that it reads or writes, or a file operation of
 * its memory. A few kills in every build, two hundred with {@code -Psoak}; {@code -Denvdrift.filter.kills=2000} does more.
 */
@EnabledOnOs(OS.LINUX)
class GitKillIT {
    private static final int KILLS = Integer.getInteger("envdrift.filter.kills", 3);
    private static final int STEPS = 16;
    private static final List<String> COMMANDS = List.of(
            "add -A", "stash", "commit -qam killed", "checkout -q -f other", "merge -q --no-edit other", "diff");

    @TempDir
    private Path directory;

    @Test
    void aKilledFilterLosesNothingAndLeavesNoPlaintext() throws Exception {
        long seed = System.nanoTime();
        System.out.println("GitKillIT: " + KILLS + " kills, seed " + seed);
        Random random = new Random(seed);
        directory = directory.toRealPath();
        Path kills = Files.createDirectories(directory.resolve("kills"));
        writeProgram(kills);
        new ProcessBuilder("mkfifo", kills.resolve("reached").toString())
                .start()
                .waitFor();
        try (CommandRelay relay = CommandRelay.in(directory.resolve("bin"))) {
            String path = relay.directory() + ":" + System.getenv("PATH");
            Clones clones = new Clones(directory, path);
            clones.createProject();
            Path clone = clones.installed("killed");
            clones.git(clone, "switch -qc other");
            edit(clone.resolve(API), "canary-two", "canary-other");
            clones.git(clone, "commit -qam other");
            clones.git(clone, "switch -q main");
            int killed = 0;
            for (int round = 0; killed < KILLS; round++) {
                assertThat(round).as("rounds for %d kills", killed).isLessThan(20 * KILLS + 20);
                String command = COMMANDS.get(round % COMMANDS.size());
                int step = 1 + random.nextInt(STEPS);
                killed += killDuring(clones, clone, kills, command, step) ? 1 : 0;
            }
        }
    }

    /** Returns whether the filter lived until the step. */
    private boolean killDuring(Clones clones, Path clone, Path kills, String command, int step) throws Exception {
        boolean merge = command.startsWith("merge");
        if (!merge) {
            edit(clone.resolve(API), "PORT=8080", "PORT=canary80");
        }
        edit(clone.resolve(ROOT), "canary-four", "canary-edited");
        if (merge) {
            clones.git(clone, "commit -qam mine");
        }
        String commit = clones.git(clone, "rev-parse HEAD");
        Files.writeString(kills.resolve("step"), String.valueOf(step));
        Clones killing = new Clones(directory, kills + ":" + System.getenv("PATH"));
        CompletableFuture<Boolean> killer = CompletableFuture.supplyAsync(() -> awaitAndKill(kills.resolve("reached")));
        Clones.Result result = killing.run(clone, ("git " + command).split(" "));
        boolean killed;
        // Opened for both, a pipe waits for nobody: where the step was not reached, this ends the wait.
        try (RandomAccessFile reached =
                new RandomAccessFile(kills.resolve("reached").toFile(), "rw")) {
            reached.writeBytes("\n");
            killed = killer.get();
        }
        String what = command + " at step " + step + ": " + result.all();

        clones.requireNoCanary(clone);
        // What was committed is whole, and what was not is in the work tree, the index or the stash; git can go on.
        assertThat(clone.resolve(".git/index.lock")).as(what).doesNotExist();
        clones.git(clone, "fsck --no-dangling");
        clones.git(clone, "merge-base --is-ancestor " + commit.strip() + " HEAD");
        if (result.exit() != 0 && !command.contains("checkout") && !merge) {
            if (!clones.git(clone, "stash list").isEmpty()) {
                clones.git(clone, "reset -q --hard");
                clones.git(clone, "stash pop -q");
            }
            assertThat(clone.resolve(API)).as(what).content().contains("PORT=canary80");
            assertThat(clone.resolve(ROOT)).as(what).content().contains("canary-edited");
        }
        clones.run(clone, "git", "merge", "--abort");
        clones.git(clone, "reset -q --hard");
        clones.git(clone, "stash clear");
        clones.git(clone, "checkout -q -f -B main origin/main");
        assertThat(clone.resolve(API)).as(what).content().contains("canary-two", "PORT=8080");
        assertThat(clone.resolve(ROOT)).as(what).content().contains("canary-four");
        clones.requireClean(clone);
        return killed;
    }

    /** The process says in a pipe that it is at its step, and waits there for the kill: no clock decides where it is met. */
    private static boolean awaitAndKill(Path reached) {
        try (BufferedReader reader = Files.newBufferedReader(reached)) {
            String process = reader.readLine();
            if (process == null || process.isEmpty()) {
                return false;
            }
            return ProcessHandle.of(Long.parseLong(process)).orElseThrow().destroyForcibly();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeProgram(Path kills) throws IOException {
        Path program = kills.resolve("envdrift");
        Files.writeString(
                program,
                "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp '"
                        + System.getProperty("java.class.path") + "' '-Dkills=" + kills + "' '"
                        + Waiting.class.getName()
                        + "' \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    /** Runs the command line, and stops for good at the step that a file names; other commands than the filter go on. */
    static final class Waiting {
        private static final Path KILLS = Path.of(System.getProperty("kills", ""));
        private static final AtomicInteger STEP = new AtomicInteger();
        private static int last;

        private Waiting() {}

        public static void main(String[] arguments) throws IOException {
            last = List.of(arguments).contains("filter-process") && Files.exists(KILLS.resolve("step"))
                    ? Integer.parseInt(Files.readString(KILLS.resolve("step")))
                    : -1;
            Host system = Host.system();
            Host host = new Host(
                    system.environment(),
                    system.workingDirectory(),
                    system.home(),
                    new Reading(System.in),
                    new StandardOutput(new Writing(System.out)),
                    new PrintStream(System.err, true, StandardCharsets.UTF_8),
                    Optional.empty(),
                    () -> false,
                    operations(),
                    Clock.systemUTC(),
                    VaultProviders::onClassPath);
            System.exit(new EnvdriftCli(host, ChildStarter.beside()).run(arguments));
        }

        private static void step() {
            if (STEP.incrementAndGet() == last) {
                try {
                    // A stash goes on after its filter was killed, and starts another one, which nobody waits for.
                    if (!Files.deleteIfExists(KILLS.resolve("step"))) {
                        return;
                    }
                    Files.writeString(
                            KILLS.resolve("reached"), ProcessHandle.current().pid() + "\n", StandardOpenOption.WRITE);
                    new CountDownLatch(1).await();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        private static FileOperations operations() {
            FileOperations real = FileOperations.system();
            return (FileOperations) Proxy.newProxyInstance(
                    Waiting.class.getClassLoader(), new Class<?>[] {FileOperations.class}, (proxy, method, given) -> {
                        step();
                        try {
                            return method.invoke(real, given);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        private static final class Reading extends FilterInputStream {
            Reading(InputStream in) {
                super(in);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                step();
                return super.read(bytes, offset, length);
            }
        }

        private static final class Writing extends FilterOutputStream {
            Writing(OutputStream out) {
                super(out);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                step();
                out.write(bytes, offset, length);
            }
        }
    }
}
