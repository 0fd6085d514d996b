package io.envdrift.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child in a process group of its own, started with {@code posix_spawnp}: what is sent to the group of this process reaches
 * it once, handed on, and what its terminal sends reaches it alone. Linux only, since it asks {@code /proc}.
 */
final class ChildGroup implements RunningChild {
    private static final Path PROC = Path.of("/proc/self/fd");
    private static final int SECONDS_TO_END = 10;
    private static final int NO_SUCH_FILE = 2;
    private static final int STANDARD_ERROR = 2;
    private static final int TERM = 15;
    private static final int KILL = 9;
    private static final int STOP = 19;
    private static final int UNTRACED = 2;
    private static final int STOPPED = 0x7f;

    private final int pid;
    private final Optional<Terminal> terminal;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private boolean waitedFor;

    private ChildGroup(int pid, Optional<Terminal> terminal) {
        this.pid = pid;
        this.terminal = terminal;
    }

    /** Tells whether this platform has such groups; the directory must be that of this process. */
    static boolean isPossible(Path directory) {
        return Files.isDirectory(PROC)
                && directory.toAbsolutePath().equals(Path.of("").toAbsolutePath());
    }

    /**
     * Starts a child.
     *
     * @throws ChildNotStartedException when there is no such program, or it cannot be executed
     */
    static RunningChild start(List<String> command, ChildEnvironment environment) {
        Optional<Terminal> terminal = Terminal.inForeground();
        InheritedSignals.ignoreAsBefore();
        ProcessImage.closeOnExecution((number, target) -> number > STANDARD_ERROR);
        ChildGroup child = new ChildGroup(spawn(command, environment, terminal), terminal);
        terminal.ifPresent(one -> one.giveTo(child.pid));
        Thread.ofPlatform().daemon().name("env-child").start(child::await);
        return child;
    }

    private static int spawn(List<String> command, ChildEnvironment environment, Optional<Terminal> terminal) {
        try (Arena arena = Arena.ofConfined();
                SpawnAttributes attributes = SpawnAttributes.ofOwnGroup(arena, terminal)) {
            MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment words = CStrings.array(CommandBytes.of(command), arena);
            MethodHandle spawn = LibC.number(
                    "posix_spawnp",
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS);
            int error = (int) spawn.invokeExact(
                    pid,
                    words.getAtIndex(ValueLayout.ADDRESS, 0),
                    attributes.actions(),
                    attributes.attributes(),
                    words,
                    CStrings.environment(environment, arena));
            if (error != 0) {
                throw error == NO_SUCH_FILE
                        ? ChildNotStartedException.notFound(command.getFirst())
                        : ChildNotStartedException.notExecutable(command.getFirst(), LibC.describe(error));
            }
            return pid.get(ValueLayout.JAVA_INT, 0);
        } catch (Throwable e) {
            throw LibC.asUnchecked(e);
        }
    }

    private void await() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
            MethodHandle wait = LibC.number("waitpid", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
            while (true) {
                int result = (int) wait.invokeExact(pid, status, UNTRACED);
                int value = status.get(ValueLayout.JAVA_INT, 0);
                if (result == pid && (value & 0xff) == STOPPED) {
                    stopToo();
                } else if (result == pid) {
                    end((value & STOPPED) == 0 ? value >> 8 & 0xff : 128 + (value & STOPPED));
                    return;
                }
            }
        } catch (Throwable e) {
            ended.completeExceptionally(e);
        }
    }

    /** The shell that started us waits for us and not for the child, so it must see us stop. */
    private void stopToo() {
        terminal.ifPresent(one -> {
            one.takeBack();
            kill(0, STOP);
        });
    }

    private void end(int status) {
        synchronized (this) {
            // The number may be another process's from now on.
            waitedFor = true;
        }
        terminal.ifPresent(Terminal::takeBack);
        ended.complete(status);
    }

    @Override
    public CompletableFuture<Integer> ended() {
        return ended;
    }

    @Override
    public synchronized void signal(String name, int number) {
        if (waitedFor) {
            return;
        }
        if (name.equals("CONT")) {
            terminal.ifPresent(one -> one.giveTo(pid));
        }
        // A job stops and goes on as a whole; anything else is for the process that was called.
        kill(name.equals("CONT") || name.equals("TSTP") ? -pid : pid, number);
    }

    @Override
    public String target() {
        return Integer.toString(-pid);
    }

    @Override
    public void stop() {
        signal("TERM", TERM);
        try {
            ended.get(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            signal("KILL", KILL);
            ended.join();
        } catch (InterruptedException e) {
            signal("KILL", KILL);
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        // What the child started and left behind would hold what the next one needs.
        kill(-pid, TERM);
    }

    private static void kill(int target, int number) {
        try {
            // It may have ended meanwhile: nobody is hit then, since nobody has waited for it.
            int unused = (int) LibC.number("kill", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)
                    .invokeExact(target, number);
        } catch (Throwable e) {
            throw LibC.asUnchecked(e);
        }
    }
}
