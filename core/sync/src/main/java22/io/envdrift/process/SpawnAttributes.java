package io.envdrift.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** How {@code posix_spawnp} starts a child. */
record SpawnAttributes(MemorySegment attributes, MemorySegment actions) implements AutoCloseable {
    /** More than any C library's structures have. */
    private static final long BYTES = 1024;

    private static final short OWN_GROUP = 2;
    private static final short SIGNAL_MASK = 8;

    /**
     * A group of the child's own, in the foreground if this process is, and the signal mask that this process was started
     * with.
     */
    static SpawnAttributes ofOwnGroup(Arena arena, Optional<Terminal> terminal) {
        SpawnAttributes made = new SpawnAttributes(arena.allocate(BYTES, 16), arena.allocate(BYTES, 16));
        call("posix_spawnattr_init", made.attributes);
        call("posix_spawn_file_actions_init", made.actions);
        try {
            int flags = (int) LibC.number("posix_spawnattr_setflags", ValueLayout.ADDRESS, ValueLayout.JAVA_SHORT)
                    .invokeExact(made.attributes, (short) (OWN_GROUP | SIGNAL_MASK));
            int group = (int) LibC.number("posix_spawnattr_setpgroup", ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
                    .invokeExact(made.attributes, 0);
            int mask = (int) LibC.number("posix_spawnattr_setsigmask", ValueLayout.ADDRESS, ValueLayout.ADDRESS)
                    .invokeExact(made.attributes, InheritedSignals.set(InheritedSignals.blocked(), arena));
            int foreground = 0;
            if (terminal.isPresent() && LibC.has("posix_spawn_file_actions_addtcsetpgrp_np")) {
                // Before it runs: a child that reads at once must not be stopped for being in the background.
                foreground = (int) LibC.number(
                                "posix_spawn_file_actions_addtcsetpgrp_np", ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
                        .invokeExact(made.actions, terminal.get().descriptor());
            }
            if ((flags | group | mask | foreground) != 0) {
                throw new IllegalStateException("the attributes of a child are refused");
            }
            return made;
        } catch (Throwable e) {
            throw LibC.asUnchecked(e);
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
