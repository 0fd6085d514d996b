package io.envdrift.workflow;

import io.envdrift.files.FileAccess;
import io.envdrift.files.FileOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * File operations that tell a watch before each one; it may throw, or do what another process would do just then. A write
 * is told twice, before any byte and after half of them.
 */
public final class WatchedOperations implements FileOperations {
    private final FileOperations operations = FileOperations.system();
    private final Watch watch;

    /** Is told what will be done. */
    public interface Watch {
        void before(String operation, Path file) throws IOException;
    }

    public WatchedOperations(Watch watch) {
        this.watch = watch;
    }

    @Override
    public Output create(Path file, FileAccess access) throws IOException {
        watch.before("create", file);
        Output output = operations.create(file, access);
        return new Output() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                watch.before("write", file);
                ByteBuffer half = bytes.slice(bytes.position(), bytes.remaining() / 2);
                while (half.hasRemaining()) {
                    output.write(half);
                }
                bytes.position(bytes.position() + bytes.remaining() / 2);
                watch.before("rest of write", file);
                output.write(bytes);
            }

            @Override
            public void sync() throws IOException {
                watch.before("sync", file);
                output.sync();
            }

            @Override
            public void close() throws IOException {
                output.close();
                watch.before("close", file);
            }
        };
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        watch.before("rename", to);
        operations.rename(from, to);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        watch.before("sync directory", directory);
        operations.syncDirectory(directory);
    }

    @Override
    public void delete(Path file) throws IOException {
        watch.before("delete", file);
        operations.delete(file);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        watch.before("create directories", directory);
        operations.createDirectories(directory);
    }
}
