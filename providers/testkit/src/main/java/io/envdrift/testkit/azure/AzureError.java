package io.envdrift.testkit.azure;

import io.envdrift.testkit.ServiceError;
import io.envdrift.testserver.Answer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Azure's ways to say no. */
final class AzureError {
    private static final JsonMapper JSON = new JsonMapper();

    private AzureError() {}

    /** Key Vault's form: {@code {"error":{"code":…,"message":…,"innererror":{"code":…}}}}. */
    static ServiceError vault(int status, String code, String inner, String message) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode error = body.putObject("error").put("code", code).put("message", message);
        if (!inner.isEmpty()) {
            error.putObject("innererror").put("code", inner);
        }
        return answered(status, body);
    }

    static ServiceError bad(String message) {
        return vault(400, "BadParameter", "", message);
    }

    /** The form of OAuth, with a number of Microsoft's. */
    static ServiceError signIn(int status, String error, int number, String description) {
        ObjectNode body = JSON.createObjectNode();
        body.put("error", error).put("error_description", "AADSTS" + number + ": " + description + " Trace ID: 0");
        body.putArray("error_codes").add(number);
        return answered(status, body);
    }

    private static ServiceError answered(int status, ObjectNode body) {
        return new ServiceError(
                Answer.json(status, body.toString()).with("Content-Type", "application/json; charset=utf-8"));
    }
}
