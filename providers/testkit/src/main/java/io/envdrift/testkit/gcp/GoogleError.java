package io.envdrift.testkit.gcp;

import io.envdrift.testkit.ServiceError;
import io.envdrift.testserver.Answer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The ways of Google's APIs (AIP-193) and OAuth endpoints to say no. */
final class GoogleError {
    private static final JsonMapper JSON = new JsonMapper();

    private GoogleError() {}

    static ServiceError invalid(String text) {
        return of(400, "INVALID_ARGUMENT", text);
    }

    static ServiceError stranger() {
        return of(
                401,
                "UNAUTHENTICATED",
                "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other"
                        + " valid authentication credential.");
    }

    static ServiceError denied(String permission, String resource) {
        return of(
                403,
                "PERMISSION_DENIED",
                "Permission '" + permission + "' denied for resource '" + resource + "' (or it may not exist).");
    }

    static ServiceError missing(String text) {
        return of(404, "NOT_FOUND", text);
    }

    /**
     * An API's error.
     *
     * @param reasons stand in its details, as in {@code SERVICE_DISABLED}
     */
    static ServiceError of(int status, String name, String text, String... reasons) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode error =
                body.putObject("error").put("code", status).put("message", text).put("status", name);
        for (String reason : reasons) {
            error.withArray("details")
                    .addObject()
                    .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                    .put("reason", reason)
                    .put("domain", "googleapis.com");
        }
        return new ServiceError(Answer.json(status, body.toString()).with("Vary", "Origin"));
    }

    static ServiceError oauth(String name, String text) {
        ObjectNode body = JSON.createObjectNode().put("error", name).put("error_description", text);
        return new ServiceError(Answer.json(400, body.toString()));
    }
}
