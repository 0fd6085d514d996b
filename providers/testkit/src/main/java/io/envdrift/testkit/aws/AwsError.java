package io.envdrift.testkit.aws;

import io.envdrift.testkit.ServiceError;
import io.envdrift.testserver.Answer;
import tools.jackson.databind.json.JsonMapper;

/** AWS's way to say no: by the error's name, nearly always with status 400, here as a JSON 1.1 service does. */
final class AwsError extends ServiceError {
    private static final long serialVersionUID = 1L;
    private static final JsonMapper JSON = new JsonMapper();

    private final String name;
    private final String text;

    AwsError(int status, String name, String text) {
        super(Answer.json(
                        status,
                        JSON.createObjectNode()
                                .put("__type", name)
                                .put("Message", text)
                                .toString())
                .with("Content-Type", "application/x-amz-json-1.1"));
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
}
