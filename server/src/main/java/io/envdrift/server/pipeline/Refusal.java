package io.envdrift.server.pipeline;

import java.util.List;
import java.util.Map;

/** Thrown when a call is not answered with success; the API gives it its form. */
public class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * Creates a refusal.
     *
     * @param status the HTTP status
     * @param text for the caller; the words of a protocol are constants of that protocol
     */
    public Refusal(int status, String text) {
        super(text, null, false, false); // There may be many of them, and none needs a stack.
        this.status = status;
    }

    /** Returns the HTTP status. */
    public final int status() {
        return status;
    }

    /** Returns what the caller is told. */
    public final String text() {
        return String.valueOf(getMessage());
    }

    /** Returns header fields that go with it in every protocol. */
    public Map<String, String> headers() {
        return Map.of();
    }

    /** The caller made too many calls that failed or needed no proof. */
    public static Refusal tooMany() {
        return new Refusal(429, "Too many requests");
    }

    /** The database does not answer; whether a change was done is not known. */
    public static Refusal unavailable() {
        return new Refusal(503, "Database unavailable");
    }

    /** The server has a defect. */
    public static Refusal internal() {
        return new Refusal(500, "Internal error");
    }

    /** The caller was silent, too slow, or went away in the midst of the request. */
    public static Refusal incomplete(int status) {
        return new Refusal(status, "Request is incomplete");
    }

    /** The request is larger than allowed. */
    public static Refusal tooLarge(int most) {
        return new Refusal(413, "Request is larger than " + most + " bytes");
    }

    /** There is nothing at the path. */
    public static Refusal unknownPath() {
        return new Refusal(404, "Not found");
    }

    /** The path has other methods. */
    public static Refusal unknownMethod(List<String> methods) {
        return new UnknownMethod(methods);
    }

    /** Thrown when a path is called with a method that it does not have. */
    public static final class UnknownMethod extends Refusal {
        private static final long serialVersionUID = 1L;

        private final String allowed;

        private UnknownMethod(List<String> methods) {
            super(405, "Method Not Allowed");
            this.allowed = String.join(", ", methods);
        }

        /** Says which methods the path has. */
        @Override
        public Map<String, String> headers() {
            return Map.of("Allow", allowed);
        }
    }
}
