package io.envdrift.levels.protocol;

import io.envdrift.base.Internal;
import io.envdrift.base.Secret;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonObject;
import java.util.Optional;

/**
 * A new token, which the server shows once. Documents and clients of the original disagree about the answer; this reads what
 * they have in common: {@code {"token":{"token",…}}}, {@code {"token":"…","api_key":{…}}} and the same within {@code data}.
 *
 * @param entry what the list of tokens says of it
 */
public record IssuedToken(Secret token, TokenEntry entry) {
    /**
     * Reads an answer.
     *
     * @throws JsonException when there is no token in it
     */
    @Internal
    public static IssuedToken read(JsonObject answer) {
        JsonObject within = answer.object("data").orElse(answer);
        if (within.members().get("token") instanceof JsonObject nested) {
            return new IssuedToken(Secret.of(nested.requireText("token")), TokenEntry.read(nested));
        }
        Optional<JsonObject> entry = within.object("api_key");
        return new IssuedToken(Secret.of(within.requireText("token")), TokenEntry.read(entry.orElse(within)));
    }
}
