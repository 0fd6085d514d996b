package io.envdrift.base;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command line for people to copy: each word is quoted as a POSIX shell needs it, and is printable. */
public final class ShellLine {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private final List<String> words = new ArrayList<>();

    private ShellLine(List<String> command) {
        words.addAll(command);
    }

    /** Starts a line with these words. */
    public static ShellLine of(String... command) {
        return of(List.of(command));
    }

    /** Starts a line with these words. */
    public static ShellLine of(List<String> command) {
        return new ShellLine(command);
    }

    /** Adds a word. */
    public ShellLine word(String word) {
        words.add(word);
        return this;
    }

    /** Adds a file; one that begins like an option is written with {@code ./} before it. */
    public ShellLine file(String path) {
        words.add(fileWord(path));
        return this;
    }

    /** Adds a file; one that begins like an option is written with {@code ./} before it. */
    public ShellLine file(Path path) {
        return file(path.toString());
    }

    /** Returns a file as a word that is no option. */
    public static String fileWord(String path) {
        return path.startsWith("-") ? "./" + path : path;
    }

    /** Adds an option with its value, where there is one. */
    public ShellLine option(String name, Optional<String> value) {
        value.ifPresent(text -> {
            words.add(name);
            words.add(text);
        });
        return this;
    }

    /** Adds an option; an empty value stands for an option that has none. */
    public ShellLine option(String name, String value) {
        words.add(name);
        if (!value.isEmpty()) {
            words.add(value);
        }
        return this;
    }

    /** Returns the line. */
    @Override
    public String toString() {
        return words.stream().map(ShellLine::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        if (SAFE.matcher(word).matches()) {
            return word;
        }
        if (word.codePoints().anyMatch(OneLine::breaksOut)) {
            return "\"$(printf '" + octal(word) + "')\"";
        }
        // Two number signs may begin a command to a CI runner, so reports would escape what follows them.
        return "'" + word.replace("'", "'\\''").replaceAll("#(?=#)", "#''") + "'";
    }

    /** Returns a format of {@code printf} for characters that no quotes make printable; a line end at the very end is lost. */
    private static String octal(String word) {
        StringBuilder format = new StringBuilder();
        for (byte each : word.getBytes(StandardCharsets.UTF_8)) {
            String character = String.valueOf((char) (each & 0xff));
            // A minus would begin an option, a per cent sign a directive.
            boolean plain =
                    each != '%' && each != '-' && SAFE.matcher(character).matches();
            format.append(plain ? character : String.format(Locale.ROOT, "\\%03o", each & 0xff));
        }
        return format.toString();
    }
}
