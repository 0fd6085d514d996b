package io.envdrift.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What is found at a path. The path is looked at without opening it: opening a pipe blocks, and opening a device may do
 * anything.
 */
public enum FileKind {
    /** Nothing has the name. */
    ABSENT("missing"),
    /** A regular file. */
    REGULAR("a regular file"),
    /** A symbolic link, wherever it leads. */
    LINK("a symbolic link"),
    /** A directory. */
    DIRECTORY("a directory"),
    /** A pipe, a socket or a device. */
    SPECIAL("a pipe, a socket or a device");

    private final String words;

    FileKind(String words) {
        this.words = words;
    }

    /** Returns how messages call it. */
    public String words() {
        return words;
    }

    /**
     * Tells whether a file is a regular one with no other name elsewhere, or is not there: whoever reads or replaces it touches
     * no other file.
     */
    public static boolean isPlainOrAbsent(Path file) {
        try {
            FileKind kind = of(file);
            return kind == ABSENT || (kind == REGULAR && hardLinks(file) == 1);
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns how many names a file has; 1 where the file system does not count. */
    static int hardLinks(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? ((Number) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS)).intValue()
                : 1;
    }

    /**
     * Returns the length of a file in bytes, looked at as {@link #of} does.
     *
     * @throws NoSuchFileException when nothing has the name
     */
    static long size(Path file) throws IOException {
        return view(file).readAttributes().size();
    }

    /**
     * Looks at a path without following a link at its end. In a folder that this thread has locked, the folder that was
     * locked is asked, whatever has its name now.
     *
     * @throws IOException when the file system does not say
     */
    static FileKind of(Path file) throws IOException {
        return of(view(file));
    }

    private static BasicFileAttributeView view(Path file) {
        return HeldFolder.of(file)
                .flatMap(folder -> folder.attributes(file))
                .orElseGet(() ->
                        Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
    }

    /** Looks at what links lead to. */
    static FileKind following(Path file) throws IOException {
        return of(Files.getFileAttributeView(file, BasicFileAttributeView.class));
    }

    private static FileKind of(BasicFileAttributeView view) throws IOException {
        try {
            BasicFileAttributes attributes = view.readAttributes();
            if (attributes.isRegularFile()) {
                return REGULAR;
            }
            if (attributes.isSymbolicLink()) {
                return LINK;
            }
            return attributes.isDirectory() ? DIRECTORY : SPECIAL;
        } catch (NoSuchFileException | NotDirectoryException e) {
            return ABSENT;
        }
    }
}
