package io.envdrift.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The signals as this process was started with them. The runtime blocks QUIT in most of its threads, and gives itself
 * signals that were ignored before; a program that takes this one's place would never get the one and end by the others.
 *
 * <p>Sets of signals are numbers here: bit n - 1 is signal n, as in {@code /proc}.
 */
final class InheritedSignals {
    private static final int MOST = 64;
    private static final long BYTES_OF_A_SET = 128;
    private static final int BLOCK = 0;
    /** {@code SIGCHLD} of Linux. */
    private static final int CHILD = 17;
    /** {@code SIGTTOU} of Linux. */
    private static final int TERMINAL_OUTPUT = 22;

    private static final long BY_DEFAULT = 0;
    private static final long IGNORED = 1;

    private InheritedSignals() {}

    /** Gives this thread's mask, and what is ignored, back to what was inherited, as far as that is known. */
    static void restore() {
        ignoreAsBefore();
        try (Arena arena = Arena.ofConfined()) {
            mask(SignalNames.SET_MASK, set(blocked(), arena), MemorySegment.NULL);
        }
    }

    /** Ignores what was ignored before, as far as that is known, and nothing else. */
    static void ignoreAsBefore() {
        OptionalLong ignored = ignored();
        if (ignored.isPresent()) {
            ignore(ignored.getAsLong(), ignoredNow());
        }
    }

    /** As {@link #ignoreAsBefore}, but the end of a child is heard: while it is ignored, nobody can wait for one. */
    static void ignoreAsBeforeButChildren() {
        long now = ignoredNow();
        ignore(ignored().orElse(now) & ~(1L << (CHILD - 1)), now);
    }

    private static long ignoredNow() {
        return now("/proc/self/status", "SigIgn:").orElse(0);
    }

    /** Does what the kernel stops a process in the background for. */
    static void withoutTerminalOutputStop(Runnable action) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment before = arena.allocate(BYTES_OF_A_SET, Long.BYTES);
            mask(BLOCK, set(1L << (TERMINAL_OUTPUT - 1), arena), before);
            try {
                action.run();
            } finally {
                mask(SignalNames.SET_MASK, before, MemorySegment.NULL);
            }
        }
    }

    /** The runtime's first thread does nothing but wait for the end, with the mask that it was started with. */
    static long blocked() {
        long process = ProcessHandle.current().pid();
        return now("/proc/self/task/" + process + "/status", "SigBlk:").orElse(0);
    }

    /** Returns what the launcher saw. */
    private static OptionalLong ignored() {
        String told = System.getenv(SignalNames.IGNORED_VARIABLE);
        return told == null ? OptionalLong.empty() : parsed(told);
    }

    private static OptionalLong now(String file, String key) {
        try {
            for (String line : Files.readAllLines(Path.of(file))) {
                if (line.startsWith(key)) {
                    return parsed(line.substring(key.length()).strip());
                }
            }
        } catch (IOException e) {
            // No such file outside Linux.
        }
        return OptionalLong.empty();
    }

    private static OptionalLong parsed(String hexadecimal) {
        try {
            return OptionalLong.of(Long.parseUnsignedLong(hexadecimal, 16));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static void ignore(long before, long now) {
        MethodHandle signal = LibC.function(
                "signal", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
        try {
            for (int number = 1; number <= MOST; number++) {
                boolean wanted = contains(before, number);
                if (wanted != contains(now, number)) {
                    // Fails for the few that cannot be ignored, and so were not.
                    long unused = (long) signal.invokeExact(number, wanted ? IGNORED : BY_DEFAULT);
                }
            }
        } catch (Throwable e) {
            throw LibC.asUnchecked(e);
        }
    }

    private static void mask(int how, MemorySegment signals, MemorySegment before) {
        try {
            MethodHandle mask =
                    LibC.number("pthread_sigmask", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
            int result = (int) mask.invokeExact(how, signals, before);
            assert result == 0;
        } catch (Throwable e) {
            throw LibC.asUnchecked(e);
        }
    }

    /** Returns a {@code sigset_t}. */
    static MemorySegment set(long signals, Arena arena) {
        try {
            return filled(signals, arena);
        } catch (Throwable e) {
            throw LibC.asUnchecked(e);
        }
    }

    private static MemorySegment filled(long signals, Arena arena) throws Throwable {
        MemorySegment set = arena.allocate(BYTES_OF_A_SET, Long.BYTES);
        MethodHandle add = LibC.number("sigaddset", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        int emptied = (int) LibC.number("sigemptyset", ValueLayout.ADDRESS).invokeExact(set);
        assert emptied == 0;
        for (int number = 1; number <= MOST; number++) {
            if (contains(signals, number)) {
                // Fails for the two that the C library keeps to itself.
                int unused = (int) add.invokeExact(set, number);
            }
        }
        return set;
    }

    private static boolean contains(long set, int number) {
        return (set & 1L << (number - 1)) != 0;
    }
}
