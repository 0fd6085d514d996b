package io.envdrift.process;

import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A process group beside that of this process: what is sent to the group of this process reaches the children in it once,
 * handed on, and what their terminal sends reaches them alone. Its first member is there before any child, so it knows
 * where they are without being told. Linux only, since it asks {@code /proc}.
 */
final class ChildGroup {
    private static final Path PROC = Path.of("/proc/self/fd");
    private static final int NO_SUCH_FILE = 2;
    private static final int STANDARD_ERROR = 2;
    /** What the system takes for the number of the child that is started. */
    private static final int OF_ITS_OWN = 0;

    private final int leader;
    private final OutputStream toLeader;

    private ChildGroup(int leader, OutputStream toLeader) {
        this.leader = leader;
        this.toLeader = toLeader;
    }

    /** Tells whether this platform has such groups; the directory must be that of this process. */
    static boolean isPossible(Path directory) {
        return Files.isDirectory(PROC)
                && directory.toAbsolutePath().equals(Path.of("").toAbsolutePath());
    }

    /**
     * Starts a program as the first member of a new group, where that {@link #isPossible}. No signal reaches it but
     * {@code KILL} and {@code STOP}, it has no variables, and its output goes nowhere. Where it cannot be started, each
     * child has a group of its own.
     *
     * @param command in ASCII
     */
    static ChildGroup ledBy(List<String> command) {
        ProcessImage.closeOnExecution((number, target) -> number > STANDARD_ERROR);
        Pipe pipe = Pipe.open();
        try (Arena arena = Arena.ofConfined();
                SpawnAttributes attributes = SpawnAttributes.ofLeader(arena, pipe.readingEnd())) {
            MemorySegment words = CStrings.array(
                    command.stream()
                            .map(word -> word.getBytes(StandardCharsets.US_ASCII))
                            .toList(),
                    arena);
            MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
            int error = spawn(pid, words, attributes, CStrings.array(List.of(), arena));
            return new ChildGroup(error == 0 ? pid.get(ValueLayout.JAVA_INT, 0) : OF_ITS_OWN, pipe.writingEnd());
        } finally {
            pipe.closeReadingEnd();
        }
    }

    /** Returns the standard input of the first member. */
    OutputStream toLeader() {
        return toLeader;
    }

    /**
     * Starts a child in this group.
     *
     * @throws ChildNotStartedException when there is no such program, or it cannot be executed
     */
    RunningChild start(List<String> command, ChildEnvironment environment) {
        Optional<Terminal> terminal = Terminal.inForeground();
        InheritedSignals.ignoreAsBeforeButChildren();
        ProcessImage.closeOnExecution((number, target) -> number > STANDARD_ERROR);
        int pid = spawn(command, environment, terminal);
        int group = leader == OF_ITS_OWN ? pid : leader;
        terminal.ifPresent(one -> one.giveTo(group));
        return GroupedChild.of(pid, group, terminal);
    }

    private int spawn(List<String> command, ChildEnvironment environment, Optional<Terminal> terminal) {
        try (Arena arena = Arena.ofConfined();
                SpawnAttributes attributes = SpawnAttributes.ofChild(arena, leader, terminal)) {
            MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
            MemorySegment words = CStrings.array(CommandBytes.of(command), arena);
            int error = spawn(pid, words, attributes, CStrings.environment(environment, arena));
            if (error != 0) {
                throw error == NO_SUCH_FILE
                        ? ChildNotStartedException.notFound(command.getFirst())
                        : ChildNotStartedException.notExecutable(command.getFirst(), LibC.describe(error));
            }
            return pid.get(ValueLayout.JAVA_INT, 0);
        }
    }

    /** Returns an error number, or 0 where the child's number was written to {@code pid}. */
    private static int spawn(
            MemorySegment pid, MemorySegment words, SpawnAttributes attributes, MemorySegment environment) {
        MethodHandle spawn = LibC.number(
                "posix_spawnp",
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS);
        try {
            return (int) spawn.invokeExact(
                    pid,
                    words.getAtIndex(ValueLayout.ADDRESS, 0),
                    attributes.actions(),
                    attributes.attributes(),
                    words,
                    environment);
        } catch (Throwable e) {
            throw LibC.asUnchecked(e);
        }
    }
}
