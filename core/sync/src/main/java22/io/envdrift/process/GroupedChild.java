package io.envdrift.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A child of this process in another process group, which was started with {@code posix_spawnp}. */
final class GroupedChild implements RunningChild {
    private static final int SECONDS_TO_END = 10;
    private static final int TERM = 15;
    private static final int KILL = 9;
    private static final int STOP = 19;
    private static final int UNTRACED = 2;
    private static final int STOPPED = 0x7f;

    private final int pid;
    private final int group;
    private final Optional<Terminal> terminal;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private boolean waitedFor;

    private GroupedChild(int pid, int group, Optional<Terminal> terminal) {
        this.pid = pid;
        this.group = group;
        this.terminal = terminal;
    }

    /**
     * Begins to wait for a child.
     *
     * @param group of processes, which the child is in
     * @param terminal which is taken back when the child ends
     */
    static GroupedChild of(int pid, int group, Optional<Terminal> terminal) {
        GroupedChild child = new GroupedChild(pid, group, terminal);
        Thread.ofPlatform().daemon().name("env-child").start(child::await);
        return child;
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
            terminal.ifPresent(one -> one.giveTo(group));
        }
        // A job stops and goes on as a whole; anything else is for the process that was called.
        kill(name.equals("CONT") || name.equals("TSTP") ? -group : pid, number);
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
        kill(-group, TERM);
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
