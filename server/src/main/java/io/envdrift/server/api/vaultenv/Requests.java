package io.envdrift.server.api.vaultenv;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonObject;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Session;
import io.envdrift.vaultenv.protocol.Messages;
import java.util.Optional;
import java.util.function.Function;

/** Reads what callers send. */
final class Requests {
    private Requests() {}

    /**
     * Reads a message.
     *
     * @throws io.envdrift.server.pipeline.Refusal 400 when it is malformed; logged when it names a project all the same
     */
    static <Q> Q read(Call call, Session session, Function<JsonObject, Q> reader) {
        try {
            JsonObject json = Messages.parseRequest(call.body());
            try {
                return reader.apply(json);
            } catch (JsonException e) {
                noteProject(json, session);
                throw e;
            }
        } catch (JsonException e) {
            throw Refusals.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static void noteProject(JsonObject json, Session session) {
        Optional<String> id = json.text("project_id");
        if (id.isPresent()
                && session.read(connection -> Projects.find(connection, id.get()))
                        .isPresent()) {
            session.concerns(id.get(), Optional.empty(), Optional.empty());
        }
    }
}
