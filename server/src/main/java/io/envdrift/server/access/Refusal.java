package io.envdrift.server.access;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;

/** Thrown when a call is not answered with success; the message goes to the caller as {@code {"error": …}}. */
public final class Refusal extends EnvdriftException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * Creates a refusal.
     *
     * @param status the HTTP status
     * @param error the text for the caller; some texts are part of the protocol
     */
    public Refusal(int status, String error) {
        super(ErrorCode.SERVER, error);
        this.status = status;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }

    /** Bad input. */
    public static Refusal badRequest(String error) {
        return new Refusal(400, error);
    }

    /** Not signed, or not by the project's key. */
    public static Refusal unauthorized() {
        return new Refusal(401, "Unauthorized");
    }

    /** Known, but not allowed. */
    public static Refusal forbidden(String error) {
        return new Refusal(403, error);
    }

    /** Something that the call names does not exist. */
    public static Refusal notFound(String error) {
        return new Refusal(404, error);
    }

    /** The state is not what the call expects. */
    public static Refusal conflict(String error) {
        return new Refusal(409, error);
    }

    /** The caller made too many calls that failed or needed no signature. */
    public static Refusal tooMany() {
        return new Refusal(429, "Too many requests");
    }

    /** Refusals do not need one, and there may be many of them. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
