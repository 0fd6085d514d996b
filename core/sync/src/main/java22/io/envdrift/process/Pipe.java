package io.envdrift.process;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A pipe whose ends no program inherits by itself. Both are descriptors of this process. */
record Pipe(int readingEnd, int descriptorToWrite) {
    private static final int CLOSE_ON_EXECUTION = 0x80000;

    static Pipe open() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
            int result = (int) LibC.number("pipe2", ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
                    .invokeExact(ends, CLOSE_ON_EXECUTION);
            if (result != 0) {
                throw new IllegalStateException("no pipe is left");
            }
            return new Pipe(ends.getAtIndex(ValueLayout.JAVA_INT, 0), ends.getAtIndex(ValueLayout.JAVA_INT, 1));
        } catch (Throwable e) {
            throw LibC.asUnchecked(e);
        }
    }

    void closeReadingEnd() {
        close(readingEnd);
    }

    /** Returns the other end. Its bytes are few: a write of more than the pipe holds would wait. */
    OutputStream writingEnd() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment copy = arena.allocate(length);
                    MemorySegment.copy(bytes, offset, copy, ValueLayout.JAVA_BYTE, 0, length);
                    long written = (long) LibC.function(
                                    "write",
                                    FunctionDescriptor.of(
                                            ValueLayout.JAVA_LONG,
                                            ValueLayout.JAVA_INT,
                                            ValueLayout.ADDRESS,
                                            ValueLayout.JAVA_LONG))
                            .invokeExact(descriptorToWrite, copy, (long) length);
                    if (written != length) {
                        throw new IOException("nobody reads the pipe");
                    }
                } catch (IOException e) {
                    throw e;
                } catch (Throwable e) {
                    throw LibC.asUnchecked(e);
                }
            }

            @Override
            public void close() {
                Pipe.close(descriptorToWrite);
            }
        };
    }

    private static void close(int descriptor) {
        try {
            int unused = (int) LibC.number("close", ValueLayout.JAVA_INT).invokeExact(descriptor);
        } catch (Throwable e) {
            throw LibC.asUnchecked(e);
        }
    }
}
