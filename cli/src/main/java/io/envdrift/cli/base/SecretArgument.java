package io.envdrift.cli.base;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.base.StrictText;
import io.envdrift.cli.render.Escaping;
import io.envdrift.files.FileSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads a secret that is given to a command: from standard input, a file or, with a warning, the command line. */
public record SecretArgument(Host host, Reporter reporter) {
    private static final int MAX_BYTES = 1 << 20;

    /**
     * Reads it. One line end at the end of input or file does not count.
     *
     * @param argument {@code -} for standard input, {@code @FILE} for a file, else the secret itself
     * @throws EnvdriftException {@code FILE_NOT_FOUND} or {@code FILE_ACCESS} when it cannot be read, {@code UNSUITABLE_FILE} when it is
     *     larger than 1 MiB, {@code NOT_TEXT} when it is no UTF-8 text
     */
    public Secret read(String argument) {
        if (argument.equals("-")) {
            return decode(standardInput(), "standard input");
        }
        if (argument.startsWith("@")) {
            Path file = host.workingDirectory().resolve(argument.substring(1));
            byte[] content = FileSnapshot.named(file)
                    .content()
                    .orElseThrow(() -> new EnvdriftException(ErrorCode.FILE_NOT_FOUND, "File not found: " + file));
            return decode(content, file.toString());
        }
        if (!argument.isEmpty()) {
            reporter.warn(
                    List.of("a value on the command line can be seen by other users; pass '-' and use standard input"));
        }
        return Secret.of(argument);
    }

    /**
     * Reads the value of a variable: from what the command line names, else from a prompt where there is a terminal, else from
     * standard input. It is taken as it is, blanks too, but for one line end; nothing is no value.
     *
     * @param name the variable, for the question and the message
     * @throws EnvdriftException {@code CONFIRMATION_NEEDED} when standard input or the answer is empty; else as {@link #read}
     */
    public Secret value(Optional<String> argument, String name) {
        Optional<Host.Terminal> terminal = host.terminal();
        if (argument.isPresent() || terminal.isEmpty()) {
            return readGiven(argument.orElse("-"), name);
        }
        return terminal.get()
                .askSecret("Value of " + Escaping.text(name) + ": ")
                .filter(answer -> !answer.isEmpty())
                .orElseThrow(() -> none(name, ""));
    }

    /**
     * Reads it, and takes an empty standard input or file for none: a pipe from a command that failed, or a job without standard
     * input, must not replace a secret by nothing.
     *
     * @param name what the secret is for, for the message
     * @throws EnvdriftException {@code CONFIRMATION_NEEDED} when standard input or the file is empty, or has one line end only; else as
     *     {@link #read}
     */
    public Secret readGiven(String argument, String name) {
        Secret given = read(argument);
        boolean fromFile = argument.startsWith("@");
        if (given.isEmpty() && (fromFile || argument.equals("-"))) {
            throw none(name, ": " + (fromFile ? argument.substring(1) : "standard input") + " is empty");
        }
        return given;
    }

    private static EnvdriftException none(String name, String why) {
        return new EnvdriftException(
                ErrorCode.CONFIRMATION_NEEDED,
                "No value was given for " + name + why,
                "pass '' where the value is to be empty");
    }

    private byte[] standardInput() {
        try {
            byte[] input = host.in().readNBytes(MAX_BYTES + 1);
            if (input.length > MAX_BYTES) {
                throw new EnvdriftException(
                        ErrorCode.UNSUITABLE_FILE,
                        "Standard input is larger than " + MAX_BYTES + " bytes",
                        "a secret is smaller; nothing was written");
            }
            return input;
        } catch (IOException e) {
            throw new EnvdriftException(ErrorCode.FILE_ACCESS, "Cannot read standard input", null, e);
        }
    }

    private static Secret decode(byte[] bytes, String source) {
        String text = StrictText.decode(bytes)
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.NOT_TEXT, source + " is not valid UTF-8 text", "a secret is text"));
        return Secret.of(
                text.endsWith("\r\n")
                        ? text.substring(0, text.length() - 2)
                        : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    }
}
