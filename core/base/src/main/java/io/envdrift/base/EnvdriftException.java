package io.envdrift.base;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Root of every error that a user may see: a stable code, one line that says what happened, and a hint that says what
 * to do. The file, the line and the variables that an error is about are fields, for programs; an error that wraps
 * another one takes its fields over.
 *
 * <p>No field ever holds a secret. Message, hint and names may come from outside; renderers escape them.
 */
public class EnvdriftException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String hint;
    // Set after construction, as causes are: the reader of the file adds its name, the reader of the line its number.
    // Transient, because a Path cannot be serialized.
    private @Nullable String file;
    private int line;
    private List<String> names = List.of();

    /** Creates an error without hint or cause. */
    public EnvdriftException(ErrorCode code, String message) {
        this(code, message, null, null);
    }

    /** Creates an error with a hint: what the user can do about it. */
    public EnvdriftException(ErrorCode code, String message, @Nullable String hint) {
        this(code, message, hint, null);
    }

    /** Creates an error with a hint and the error below it, which only {@code --stacktrace} shows. */
    public EnvdriftException(ErrorCode code, String message, @Nullable String hint, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.code = Objects.requireNonNull(code);
        this.hint = hint;
        if (cause instanceof EnvdriftException below) {
            file = below.file;
            line = below.line;
            names = below.names;
        }
    }

    /** Returns the stable code. */
    public ErrorCode code() {
        return code;
    }

    /** Returns what to do about it, one line. */
    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }

    /** Returns the file that it is about. */
    public Optional<Path> file() {
        return Optional.ofNullable(file).map(Path::of);
    }

    /** Returns the line of the file that it is about, from 1; the first, where there are several. */
    public OptionalInt line() {
        return line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
    }

    /** Returns the names of the variables that it is about, in the order of the file. */
    public List<String> names() {
        return names;
    }

    /** Adds the file that it is about, unless it knows one. */
    public EnvdriftException at(Path place) {
        if (file == null) {
            file = place.toString();
        }
        return this;
    }

    /**
     * Adds the line that it is about, unless it knows one.
     *
     * @param number the line, from 1
     */
    public EnvdriftException atLine(int number) {
        if (line == 0) {
            line = number;
        }
        return this;
    }

    /** Adds the names of the variables that it is about, unless it knows some. */
    public EnvdriftException naming(List<String> variables) {
        if (names.isEmpty()) {
            names = List.copyOf(variables);
        }
        return this;
    }

    /**
     * Returns this error with the file that it is about before the message; itself where the message names the file already.
     *
     * @param file as the user knows it
     */
    public EnvdriftException about(Path file) {
        Pattern name =
                Pattern.compile("(?<![\\w.-])" + Pattern.quote(String.valueOf(file.getFileName())) + "(?![\\w.-])");
        EnvdriftException named = name.matcher(getMessage()).find()
                ? this
                : new EnvdriftException(code, file + ": " + getMessage(), hint, this);
        return named.at(file);
    }

    /** Returns the message, which is never null here. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
