package io.envdrift.cli.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The two guides that users have in their hands, word for word. */
enum Guide {
    /** The later one: a rendered page. */
    NEW("vault-sync-guide-new.txt"),
    /** The earlier one: its Markdown. */
    OLD("vault-sync-guide-old.md");

    /** A call, in a code block or in a sentence, as far as it is a call: what follows as prose or as a comment is left out. */
    private static final Pattern CALL = Pattern.compile("\\benvdrift (?!provides)[a-z-]+((?:[ \\t]|\\\\\\n)+"
            + "(?:(?:-p|-c|--vault-url|--secret|--project-id|--profile) +[\\w./:-]+|--?[a-z][\\w-]*|\\.env[\\w.]*))*");

    private final String text;

    Guide(String resource) {
        try {
            text = Files.readString(Path.of("src", "test", "resources", "guides", resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A call of envdrift.
     *
     * @param number the line that it starts in, from 1
     * @param command as written, with the line breaks that a shell joins
     */
    record Line(Guide guide, int number, String command) {
        /** Returns the words after {@code envdrift}, as a shell splits them. */
        String[] words() {
            try {
                Process shell =
                        new ProcessBuilder("sh", "-c", "envdrift() { printf '%s\\n' \"$@\"; }\n" + command).start();
                String words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (shell.waitFor() != 0) {
                    throw new IllegalStateException("the shell does not understand: " + command);
                }
                return words.lines().toArray(String[]::new);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String toString() {
            return guide + " line " + number + ": " + command.replaceAll("\\\\?\\s+", " ");
        }
    }

    /** Returns every call of envdrift in the guide. */
    List<Line> calls() {
        return CALL.matcher(text)
                .results()
                .map(match -> new Line(this, text.substring(0, match.start()).split("\n", -1).length, match.group()))
                .collect(Collectors.toList());
    }

    /** Returns some lines of the guide, from 1, without the indentation of the first. */
    String lines(int first, int last) {
        return text.lines()
                .skip(first - 1L)
                .limit(last - first + 1L)
                .collect(Collectors.joining("\n", "", "\n"))
                .stripIndent();
    }
}
