package io.envdrift.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The single operations that writing a file consists of.
 *
 * <p>A seam: tests wrap {@link #system()} to fail, or to halt the process, at the n-th operation. Nothing else
 * implements it.
 */
public interface FileOperations {

    /** A file open for writing. */
    interface Output extends AutoCloseable {
        /** Writes some of the bytes, perhaps not all, and advances the buffer. */
        void write(ByteBuffer bytes) throws IOException;

        /** Forces content and metadata to the device. */
        void sync() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Creates a file that must not exist yet, with the access it keeps. */
    Output create(Path file, FileAccess access) throws IOException;

    /**
     * Gives a new file what it takes over from the file that it will replace: owner and group where the system allows
     * it, and of the mode what is narrower. A new file that root makes belongs to the owner of the folder. Failures are
     * ignored: an owner or a mode that cannot be kept must not fail the write.
     *
     * @param file made just now, still empty
     * @param target what it will replace, if that exists
     */
    default void inherit(Path file, Path target, FileAccess access) throws IOException {
        FileInheritance.apply(file, target, access);
    }

    /** Renames a file over another one in the same directory, atomically; a link at the target is itself replaced. */
    void rename(Path from, Path to) throws IOException;

    /** Forces a directory's entries to the device, where the system can. */
    void syncDirectory(Path directory) throws IOException;

    /** Removes a file if it is there. */
    void delete(Path file) throws IOException;

    /** Creates a directory that only its owner may enter (mode 0700), and its missing parents. */
    void createDirectories(Path directory) throws IOException;

    /** Returns the operations of the file system. */
    static FileOperations system() {
        return SystemFileOperations.INSTANCE;
    }
}
