package io.envdrift.cli.render;

/** The one table of exit codes. {@code run} alone returns others: those of its child. */
public enum ExitCode {
    /** Everything that was asked for was done and verified. */
    OK(0),
    /**
     * Something that was asked for is not so: an error row, drift, a declined update, a failed test, nothing selected.
     */
    FAILED(1),
    /** Wrong usage. */
    USAGE(2),
    /** Interrupted by a signal. */
    INTERRUPTED(130);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    /** Returns the status for the operating system. */
    public int status() {
        return status;
    }

    /** Returns {@link #OK} or {@link #FAILED}. */
    public static ExitCode of(boolean success) {
        return success ? OK : FAILED;
    }
}
