package io.envdrift.process;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;

/** Thrown when a command could not be started. */
public final class ChildNotStartedException extends EnvdriftException {
    private static final long serialVersionUID = 1L;
    private static final int NOT_FOUND = 127;
    private static final int NOT_EXECUTABLE = 126;

    private final int status;

    private ChildNotStartedException(int status, String message, String hint) {
        super(ErrorCode.CHILD_NOT_STARTED, message, hint);
        this.status = status;
    }

    static ChildNotStartedException notFound(String command) {
        return new ChildNotStartedException(NOT_FOUND, "Command not found: " + command, "check its name and PATH");
    }

    static ChildNotStartedException notExecutable(String command, String reason) {
        return new ChildNotStartedException(
                NOT_EXECUTABLE, "Cannot execute " + command + ": " + reason, "is it an executable file?");
    }

    /** Returns the exit status that shells use: 127 when there is no such command, else 126. */
    public int status() {
        return status;
    }
}
