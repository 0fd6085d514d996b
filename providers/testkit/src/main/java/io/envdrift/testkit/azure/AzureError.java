package io.envdrift.testkit.azure;

import io.envdrift.testserver.Answer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Thrown by the fakes to answer as Azure does when it says no. */
final class AzureError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final JsonMapper JSON = new JsonMapper();

    private final int status;
    private final String body;

    private AzureError(int status, String body) {
        super(status + " " + body);
        this.status = status;
        this.body = body;
    }

    /** Key Vault's form: {@code {"error":{"code":…,"message":…,"innererror":{"code":…}}}}. */
    static AzureError vault(int status, String code, String inner, String message) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode error = body.putObject("error").put("code", code).put("message", message);
        if (!inner.isEmpty()) {
            error.putObject("innererror").put("code", inner);
        }
        return new AzureError(status, body.toString());
    }

    /** The form of OAuth, with a number of Microsoft's. */
    static AzureError signIn(int status, String error, int number, String description) {
        ObjectNode body = JSON.createObjectNode();
        body.put("error", error).put("error_description", "AADSTS" + number + ": " + description + " Trace ID: 0");
        body.putArray("error_codes").add(number);
        return new AzureError(status, body.toString());
    }

    Answer answer() {
        return Answer.json(status, body).with("Content-Type", "application/json; charset=utf-8");
    }
}
