package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenvx.GateFinding;
import java.util.List;

/** An env file was left as it is because something in its text has to be mended by hand first. */
public final class UnsoundFileException extends EnvdriftException {
    private static final long serialVersionUID = 1L;

    private final transient List<GateFinding> findings;

    UnsoundFileException(ErrorCode code, String message, String hint, List<GateFinding> findings) {
        super(code, message, hint);
        this.findings = List.copyOf(findings);
    }

    /** Returns all that was found in the file, by line; at least one. */
    public List<GateFinding> findings() {
        return findings;
    }
}
