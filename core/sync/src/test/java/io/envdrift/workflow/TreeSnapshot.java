package io.envdrift.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory at one moment, with everything below it: names, kinds, modes, times and bytes. Whoever makes a temporary file,
 * a lock or the same bytes anew leaves a trace in the times of the directory.
 */
public record TreeSnapshot(List<String> entries) {
    public static TreeSnapshot of(Path root) throws IOException {
        List<String> entries = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted().toList()) {
                entries.add(root.relativize(path) + " " + described(path));
            }
        }
        return new TreeSnapshot(entries);
    }

    private static String described(Path path) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        String content = "";
        if (attributes.isRegularFile()) {
            content = attributes.size() + " bytes, " + Arrays.hashCode(Files.readAllBytes(path));
        } else if (attributes.isSymbolicLink()) {
            content = Files.readSymbolicLink(path).toString();
        }
        return attributes.permissions().stream().sorted().toList() + " " + attributes.lastModifiedTime() + " "
                + attributes.fileKey() + " " + content;
    }
}
