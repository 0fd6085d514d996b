package io.envdrift.testkit;

import io.envdrift.files.FileAccess;
import io.envdrift.files.FileOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * File operations that are numbered from 1, and that fail or halt the process at a chosen one.
 *
 * <p>Each write counts twice, as {@code write} before any byte and as {@code short write} after half of them, so that torn
 * files come about. A run that reaches no fault tells how many operations there are; a test then runs once per number and
 * asserts that it visited as many.
 */
public final class FaultyFileOperations implements FileOperations {
    /** Exit status of a process that halted, as if it had been killed. */
    public static final int HALTED = 137;

    private final FileOperations operations;
    private final int fault;
    private final Effect effect;
    private final List<String> visited = Collections.synchronizedList(new ArrayList<>());

    private enum Effect {
        FAIL,
        HALT
    }

    private FaultyFileOperations(FileOperations operations, int fault, Effect effect) {
        this.operations = operations;
        this.fault = fault;
        this.effect = effect;
    }

    /** Only counts. */
    public static FaultyFileOperations counting(FileOperations operations) {
        return new FaultyFileOperations(operations, 0, Effect.FAIL);
    }

    /** Fails with an {@link IOException} instead of doing the n-th operation; those after it work again. */
    public static FaultyFileOperations failingAt(int number, FileOperations operations) {
        return new FaultyFileOperations(operations, number, Effect.FAIL);
    }

    /** Ends the process with {@link #HALTED}, without any cleaning up, instead of doing the n-th operation. */
    public static FaultyFileOperations haltingAt(int number, FileOperations operations) {
        return new FaultyFileOperations(operations, number, Effect.HALT);
    }

    /** Returns the names of the operations so far, the faulty one included, as in {@code short write}. */
    public List<String> visited() {
        return List.copyOf(visited);
    }

    /** Tells whether the fault has happened. */
    public boolean reachedFault() {
        return fault > 0 && visited.size() >= fault;
    }

    @Override
    public Output create(Path file, FileAccess access) throws IOException {
        visit("open");
        return new FaultyOutput(operations.create(file, access));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        visit("rename");
        operations.rename(from, to);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        visit("directory fsync");
        operations.syncDirectory(directory);
    }

    @Override
    public void delete(Path file) throws IOException {
        visit("delete");
        operations.delete(file);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        visit("create directories");
        operations.createDirectories(directory);
    }

    private void visit(String operation) throws IOException {
        visited.add(operation);
        if (visited.size() != fault) {
            return;
        }
        if (effect == Effect.HALT) {
            Runtime.getRuntime().halt(HALTED);
        }
        throw new IOException("injected failure of operation " + fault + " (" + operation + ")");
    }

    private final class FaultyOutput implements Output {
        private final Output output;

        FaultyOutput(Output output) {
            this.output = output;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            visit("write");
            int end = bytes.limit();
            bytes.limit(bytes.position() + bytes.remaining() / 2);
            writeAll(bytes);
            bytes.limit(end);
            visit("short write");
            writeAll(bytes);
        }

        @Override
        public void sync() throws IOException {
            visit("fsync");
            output.sync();
        }

        @Override
        public void close() throws IOException {
            output.close();
        }

        private void writeAll(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                output.write(bytes);
            }
        }
    }
}
