package io.envdrift.testkit.gcp;

import io.envdrift.testserver.Answer;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Thrown by the fakes to answer as Google's APIs do when they say no (AIP-193), or as its OAuth endpoints do. */
final class GoogleError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final JsonMapper JSON = new JsonMapper();

    private final int status;
    private final String name;
    private final String text;
    private final boolean oauth;

    private GoogleError(int status, String name, String text, boolean oauth) {
        super(name + ": " + text);
        this.status = status;
        this.name = name;
        this.text = text;
        this.oauth = oauth;
    }

    static GoogleError invalid(String text) {
        return new GoogleError(400, "INVALID_ARGUMENT", text, false);
    }

    static GoogleError precondition(String text) {
        return new GoogleError(400, "FAILED_PRECONDITION", text, false);
    }

    static GoogleError stranger() {
        return new GoogleError(
                401,
                "UNAUTHENTICATED",
                "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other"
                        + " valid authentication credential.",
                false);
    }

    static GoogleError denied(String permission, String resource) {
        return new GoogleError(
                403,
                "PERMISSION_DENIED",
                "Permission '" + permission + "' denied for resource '" + resource + "' (or it may not exist).",
                false);
    }

    static GoogleError missing(String text) {
        return new GoogleError(404, "NOT_FOUND", text, false);
    }

    static GoogleError exists(String text) {
        return new GoogleError(409, "ALREADY_EXISTS", text, false);
    }

    static GoogleError of(int status, String name, String text) {
        return new GoogleError(status, name, text, false);
    }

    static GoogleError oauth(String name, String text) {
        return new GoogleError(400, name, text, true);
    }

    Answer answer() {
        return answer(Optional.empty());
    }

    /** Returns the answer, with a reason among its details. */
    Answer answer(Optional<String> reason) {
        ObjectNode body = JSON.createObjectNode();
        if (oauth) {
            body.put("error", name).put("error_description", text);
            return Answer.json(status, body.toString());
        }
        ObjectNode error = body.putObject("error");
        error.put("code", status).put("message", text).put("status", name);
        reason.ifPresent(why -> error.putArray("details")
                .addObject()
                .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                .put("reason", why)
                .put("domain", "googleapis.com"));
        return Answer.json(status, body.toString()).with("Vary", "Origin");
    }
}
