package io.envdrift.cli;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The checkout's files as git's index has them: what a user pulled, locked, edited or left in the working tree is not what
 * the tests are about. Where there is no git, as in a source archive, the files are taken as they lie there.
 */
final class TrackedFiles {
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final String KEYS_FILES = ".env.keys";

    private TrackedFiles() {}

    /** Copies what is below a directory of the checkout into another. */
    static void copy(String directory, Path target) {
        try {
            for (Map.Entry<String, byte[]> file : contents(directory).entrySet()) {
                Path copy = target.resolve(file.getKey().substring(directory.length() + 1));
                Files.createDirectories(copy.getParent());
                Files.write(copy, file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the names of the files below a directory of the checkout, with {@code /}, or of all with an empty name. */
    static List<String> names(String directory) {
        try {
            List<String> names = new ArrayList<>();
            for (String line : index(directory)) {
                names.add(line.substring(line.indexOf('\t') + 1));
            }
            return names.isEmpty() ? List.copyOf(lyingThere(directory).keySet()) : names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> contents(String directory) throws IOException {
        List<String> index = index(directory);
        Map<String, byte[]> contents = new TreeMap<>();
        if (index.isEmpty()) {
            for (Map.Entry<String, Path> file : lyingThere(directory).entrySet()) {
                contents.put(file.getKey(), Files.readAllBytes(file.getValue()));
            }
            return contents;
        }
        Process git = git("cat-file", "--batch").start();
        try (OutputStream ids = git.getOutputStream();
                DataInputStream blobs = new DataInputStream(git.getInputStream())) {
            for (String line : index) {
                // "100644 ID STAGE<tab>NAME"; the answer is "ID blob SIZE", the bytes and a line break.
                ids.write((line.split(" ", -1)[1] + "\n").getBytes(StandardCharsets.US_ASCII));
                ids.flush();
                String[] head = header(blobs).split(" ", -1);
                contents.put(line.substring(line.indexOf('\t') + 1), blobs.readNBytes(Integer.parseInt(head[2])));
                blobs.skipNBytes(1);
            }
        }
        return contents;
    }

    private static String header(DataInputStream blobs) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = blobs.read(); each >= 0 && each != '\n'; each = blobs.read()) {
            line.append((char) each);
        }
        return line.toString();
    }

    private static List<String> index(String directory) {
        try {
            Process git = git("ls-files", "-s", "-z", "--", directory.isEmpty() ? "." : directory)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            git.getOutputStream().close();
            String lines = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return lines.isEmpty() ? List.of() : List.of(lines.split("\0"));
        } catch (IOException e) {
            // No git.
            return List.of();
        }
    }

    private static ProcessBuilder git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-c", "safe.directory=*"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(CHECKOUT.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        return builder;
    }

    private static Map<String, Path> lyingThere(String directory) throws IOException {
        try (Stream<Path> files = Files.walk(CHECKOUT.resolve(directory))) {
            Map<String, Path> found = new TreeMap<>();
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith(KEYS_FILES))
                    .filter(file -> !file.toString().contains("/target/"))
                    .forEach(file ->
                            found.put(CHECKOUT.relativize(file).toString().replace('\\', '/'), file));
            return found;
        }
    }
}
