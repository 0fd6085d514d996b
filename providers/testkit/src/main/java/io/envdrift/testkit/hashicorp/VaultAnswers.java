package io.envdrift.testkit.hashicorp;

import io.envdrift.testserver.Answer;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers in the form that Vault gives them. */
final class VaultAnswers {
    /** Keeps numbers as they were sent, as Vault does. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private VaultAnswers() {}

    /** An answer with data and the envelope around it. */
    static Answer data(int status, JsonNode data) {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.put("request_id", "5e7c8e1c-0000-4000-8000-000000000000")
                .put("lease_id", "")
                .put("renewable", false)
                .put("lease_duration", 0);
        envelope.set("data", data);
        envelope.putNull("wrap_info");
        envelope.putNull("warnings");
        envelope.putNull("auth");
        envelope.put("mount_type", "kv");
        return answer(status, envelope);
    }

    /** An answer to a log-in. */
    static Answer auth(String token) {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.put("request_id", "5e7c8e1c-0000-4000-8000-000000000001").putNull("data");
        envelope.putObject("auth")
                .put("client_token", token)
                .put("accessor", "accessor")
                .put("lease_duration", 3600)
                .put("renewable", true)
                .put("token_type", "service");
        return answer(200, envelope);
    }

    /** A refusal. */
    static Answer errors(int status, String... texts) {
        ObjectNode envelope = JSON.createObjectNode();
        ArrayNode errors = envelope.putArray("errors");
        for (String text : texts) {
            errors.add(text);
        }
        return answer(status, envelope);
    }

    /** The names directly below a folder, folders with a slash at their end, or 404 where there are none. */
    static Answer keys(Collection<String> names, String folder) {
        SortedSet<String> keys = new TreeSet<>();
        for (String name : names) {
            if (name.startsWith(folder)) {
                String rest = name.substring(folder.length());
                int slash = rest.indexOf('/');
                keys.add(slash < 0 ? rest : rest.substring(0, slash + 1));
            }
        }
        if (keys.isEmpty()) {
            return errors(404);
        }
        ObjectNode data = JSON.createObjectNode();
        ArrayNode array = data.putArray("keys");
        keys.forEach(array::add);
        return data(200, data);
    }

    private static Answer answer(int status, JsonNode body) {
        return Answer.json(status, JSON.writeValueAsString(body)).with("Cache-Control", "no-store");
    }
}
