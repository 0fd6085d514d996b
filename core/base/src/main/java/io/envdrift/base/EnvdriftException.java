package io.envdrift.base;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Root of every error that a user may see: a stable code, one line that says what happened, and a hint that says what to
 * do.
 *
 * <p>Message and hint never hold a secret. They may hold names from outside; renderers escape them.
 */
public class EnvdriftException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String hint;

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
    }

    /** Returns the stable code. */
    public ErrorCode code() {
        return code;
    }

    /** Returns what to do about it, one line. */
    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }

    /**
     * Returns this error with the file that it is about before the message; itself where the message names the file already.
     *
     * @param file as the user knows it
     */
    public EnvdriftException about(Path file) {
        Pattern name =
                Pattern.compile("(?<![\\w.-])" + Pattern.quote(String.valueOf(file.getFileName())) + "(?![\\w.-])");
        return name.matcher(getMessage()).find()
                ? this
                : new EnvdriftException(code, file + ": " + getMessage(), hint, this);
    }

    /** Returns the message, which is never null here. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
