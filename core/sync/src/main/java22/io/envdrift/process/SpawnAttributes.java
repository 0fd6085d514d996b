package io.envdrift.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** How {@code posix_spawnp} starts a child. */
record SpawnAttributes(MemorySegment attributes, MemorySegment actions) implements AutoCloseable {
    /** More than any C library's structures have. */
    private static final long BYTES = 1024;

    private static final short GROUP = 2;
    private static final short SIGNAL_MASK = 8;
    private static final long ALL_SIGNALS = -1;
    private static final int WRITE_ONLY = 1;

    /** A new group, no signals, and a standard input; output goes nowhere. */
    static SpawnAttributes ofLeader(Arena arena, int standardInput) {
        SpawnAttributes made = of(arena, 0, ALL_SIGNALS);
        try {
            int input = (int) LibC.number(
                            "posix_spawn_file_actions_adddup2",
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT)
                    .invokeExact(made.actions, standardInput, 0);
            MemorySegment nowhere = arena.allocateFrom("/dev/null");
            MethodHandle open = LibC.number(
                    "posix_spawn_file_actions_addopen",
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT);
            int output = (int) open.invokeExact(made.actions, 1, nowhere, WRITE_ONLY, 0);
            int error = (int) open.invokeExact(made.actions, 2, nowhere, WRITE_ONLY, 0);
            require((input | output | error) == 0);
            return made;
        } catch (Throwable e) {
            throw LibC.asUnchecked(e);
        }
    }

    /**
     * A group, in the foreground if this process is, and the signal mask that this process was started with.
     *
     * @param group 0 for one of the child's own
     */
    static SpawnAttributes ofChild(Arena arena, int group, Optional<Terminal> terminal) {
        SpawnAttributes made = of(arena, group, InheritedSignals.blocked());
        if (terminal.isPresent() && LibC.has("posix_spawn_file_actions_addtcsetpgrp_np")) {
            try {
                // Before it runs: a child that reads at once must not be stopped for being in the background.
                int foreground = (int) LibC.number(
                                "posix_spawn_file_actions_addtcsetpgrp_np", ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
                        .invokeExact(made.actions, terminal.get().descriptor());
                require(foreground == 0);
            } catch (Throwable e) {
                throw LibC.asUnchecked(e);
            }
        }
        return made;
    }

    private static SpawnAttributes of(Arena arena, int group, long blocked) {
        SpawnAttributes made = new SpawnAttributes(arena.allocate(BYTES, 16), arena.allocate(BYTES, 16));
        call("posix_spawnattr_init", made.attributes);
        call("posix_spawn_file_actions_init", made.actions);
        try {
            int flags = (int) LibC.number("posix_spawnattr_setflags", ValueLayout.ADDRESS, ValueLayout.JAVA_SHORT)
                    .invokeExact(made.attributes, (short) (GROUP | SIGNAL_MASK));
            int member = (int) LibC.number("posix_spawnattr_setpgroup", ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
                    .invokeExact(made.attributes, group);
            int mask = (int) LibC.number("posix_spawnattr_setsigmask", ValueLayout.ADDRESS, ValueLayout.ADDRESS)
                    .invokeExact(made.attributes, InheritedSignals.set(blocked, arena));
            require((flags | member | mask) == 0);
            return made;
        } catch (Throwable e) {
            throw LibC.asUnchecked(e);
        }
    }

    private static void require(boolean accepted) {
        if (!accepted) {
            throw new IllegalStateException("the attributes of a child are refused");
        }
    }

    @Override
    public void close() {
        call("posix_spawnattr_destroy", attributes);
        call("posix_spawn_file_actions_destroy", actions);
    }

    private static void call(String function, MemorySegment structure) {
        try {
            int result = (int) LibC.number(function, new MemoryLayout[] {ValueLayout.ADDRESS})
                    .invokeExact(structure);
            assert result == 0;
        } catch (Throwable e) {
            throw LibC.asUnchecked(e);
        }
    }
}
