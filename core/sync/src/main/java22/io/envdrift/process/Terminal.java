package io.envdrift.process;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** The terminal that controls this process, whose keys go to one process group, the foreground. */
final class Terminal {
    private static final int READ_AND_WRITE = 2;
    private static final int CLOSE_ON_EXECUTION = 0x80000;

    private final int descriptor;
    private final int ownGroup;

    private Terminal(int descriptor, int ownGroup) {
        this.descriptor = descriptor;
        this.ownGroup = ownGroup;
    }

    /** Returns the terminal if there is one and its foreground is the group of this process. */
    static Optional<Terminal> inForeground() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom("/dev/tty");
            int descriptor = (int) LibC.function(
                            "open",
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                            Linker.Option.firstVariadicArg(2))
                    .invokeExact(name, READ_AND_WRITE | CLOSE_ON_EXECUTION);
            if (descriptor < 0) {
                return Optional.empty();
            }
            int own = (int) LibC.number("getpgrp").invokeExact();
            int foreground =
                    (int) LibC.number("tcgetpgrp", ValueLayout.JAVA_INT).invokeExact(descriptor);
            if (own == foreground) {
                return Optional.of(new Terminal(descriptor, own));
            }
            int unused = (int) LibC.number("close", ValueLayout.JAVA_INT).invokeExact(descriptor);
            return Optional.empty();
        } catch (Throwable e) {
            throw LibC.asUnchecked(e);
        }
    }

    int descriptor() {
        return descriptor;
    }

    /** Makes a group the foreground. */
    void giveTo(int group) {
        InheritedSignals.withoutTerminalOutputStop(() -> {
            try {
                // Fails when the group has ended already.
                int unused = (int) LibC.number("tcsetpgrp", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)
                        .invokeExact(descriptor, group);
            } catch (Throwable e) {
                throw LibC.asUnchecked(e);
            }
        });
    }

    void takeBack() {
        giveTo(ownGroup);
    }
}
