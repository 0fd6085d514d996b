package io.envdrift.levels.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.Optional;

/**
 * What a server gets to know of a client-managed key: with a new project, with a rotation, and when custody passes to the
 * clients.
 *
 * @param check the proof, base64
 * @param parameters salt and rounds
 * @param proof how the proof is made
 * @param hint what the owner remembers the key by
 */
public record NewClientKey(String check, KeyParameters parameters, ProofKind proof, Optional<String> hint) {
    /** Tells whether a request brings a client-managed key. */
    public static boolean isIn(JsonObject json) {
        return json.text("key_check").isPresent();
    }

    /**
     * Reads the members of a request.
     *
     * @throws JsonException when proof or salt is missing or malformed
     */
    public static NewClientKey read(JsonObject json) {
        return new NewClientKey(
                json.requireText("key_check"),
                KeyDescriptor.parameters(json).orElseThrow(() -> new JsonException("key_check_salt required")),
                json.text("proof").map(ProofKind::of).orElse(ProofKind.V1),
                json.text("key_hint"));
    }

    /** Adds the members to a request; {@code proof} only where it is not the original's. */
    public JsonMembers addTo(JsonMembers members) {
        members.put("key_check", check);
        KeyDescriptor.putParameters(members, parameters);
        if (proof != ProofKind.V1) {
            members.put("proof", proof.word());
        }
        return members.putIfPresent("key_hint", hint);
    }

    /** Shows no proof. */
    @Override
    public String toString() {
        return "client-managed key, proof " + proof.word();
    }
}
