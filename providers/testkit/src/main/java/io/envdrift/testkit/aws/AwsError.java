package io.envdrift.testkit.aws;

import io.envdrift.testserver.Answer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Thrown by the fakes to answer as AWS does when it says no: by the error's name, nearly always with status 400. */
final class AwsError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final JsonMapper JSON = new JsonMapper();

    private final int status;
    private final String name;
    private final String text;

    AwsError(int status, String name, String text) {
        super(name + ": " + text);
        this.status = status;
        this.name = name;
        this.text = text;
    }

    static AwsError refused(String name, String text) {
        return new AwsError(400, name, text);
    }

    String name() {
        return name;
    }

    String text() {
        return text;
    }

    int status() {
        return status;
    }

    /** Returns the answer of a JSON 1.1 service. */
    Answer answer() {
        ObjectNode body = JSON.createObjectNode();
        body.put("__type", name).put("Message", text);
        return Answer.json(status, body.toString()).with("Content-Type", "application/x-amz-json-1.1");
    }
}
