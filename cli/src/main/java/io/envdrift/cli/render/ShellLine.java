package io.envdrift.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command line for people to copy: each word is quoted as a POSIX shell needs it. */
public final class ShellLine {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private final List<String> words = new ArrayList<>();

    private ShellLine(String... command) {
        words.addAll(List.of(command));
    }

    /** Starts a line with these words. */
    public static ShellLine of(String... command) {
        return new ShellLine(command);
    }

    /** Adds a file; one that begins like an option is written with {@code ./} before it. */
    public ShellLine file(String path) {
        words.add(path.startsWith("-") ? "./" + path : path);
        return this;
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
        return SAFE.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
