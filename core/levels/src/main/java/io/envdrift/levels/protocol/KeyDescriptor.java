package io.envdrift.levels.protocol;

import io.envdrift.base.Internal;
import io.envdrift.base.Secret;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import java.util.Base64;
import java.util.Optional;

/**
 * What a server says of a project's key. The answer to {@code GET …/encryption-key} holds it as JSON text within JSON; the
 * history lists it flat.
 *
 * @param custody who holds the key; a descriptor that does not say so means the server
 * @param key the key itself, in server-managed custody only
 * @param parameters nothing in projects so old that they have no salt
 * @param proof how a writer proves the key; it matters in client-managed custody only
 * @param version counted from 1, one more with each rotation and each change of custody
 * @param hint what the owner of the key wrote down to remember it by
 * @param createdAt RFC 3339
 */
public record KeyDescriptor(
        Custody custody,
        Optional<Secret> key,
        Optional<KeyParameters> parameters,
        ProofKind proof,
        long version,
        Optional<String> hint,
        Optional<String> createdAt) {
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS).takingTheLast();

    /**
     * Reads the answer to {@code GET …/encryption-key}.
     *
     * @throws JsonException when it is another answer
     */
    @Internal
    public static KeyDescriptor readAnswer(JsonObject answer) {
        String content = answer.object("data")
                .flatMap(data -> data.object("attributes"))
                .map(attributes -> attributes.requireText("content"))
                .orElseThrow(() -> new JsonException("data.attributes required"));
        return read(READER.object(content).object("key").orElseThrow(() -> new JsonException("key required")));
    }

    /**
     * Reads the members of a key.
     *
     * @throws JsonException when one is of another type, the salt is no base64, or a server-managed key is missing
     */
    @Internal
    public static KeyDescriptor read(JsonObject json) {
        Custody custody = json.text("managed").map(Custody::of).orElse(Custody.SERVER);
        return new KeyDescriptor(
                custody,
                json.text("key").filter(key -> !key.isEmpty()).map(Secret::of),
                parameters(json),
                json.text("proof").map(ProofKind::of).orElse(ProofKind.V1),
                json.whole("version").orElse(1),
                json.text("key_hint"),
                json.text("created_at"));
    }

    /** Reads salt and rounds as they stand beside a key and beside a version; no salt means none. */
    static Optional<KeyParameters> parameters(JsonObject json) {
        long rounds = json.whole("key_check_iterations").orElse(0);
        int used = rounds <= 0 ? KeyParameters.DEFAULT_ROUNDS : (int) Math.min(rounds, Integer.MAX_VALUE);
        return json.text("key_check_salt")
                .filter(salt -> !salt.isEmpty())
                .map(salt -> new KeyParameters(decode(salt), used));
    }

    private static byte[] decode(String salt) {
        try {
            byte[] bytes = Base64.getDecoder().decode(salt);
            if (bytes.length > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new JsonException("key_check_salt must be base64");
    }

    /** Returns the members as they stand in {@code key}; {@code proof} only where it is not the original's. */
    @Internal
    public JsonMembers members() {
        JsonMembers members =
                new JsonMembers().put("managed", custody.word()).putIfPresent("key", key.map(Secret::reveal));
        parameters.ifPresent(each -> putParameters(members, each));
        if (proof != ProofKind.V1) {
            members.put("proof", proof.word());
        }
        return members.put("version", version).putIfPresent("key_hint", hint).putIfPresent("created_at", createdAt);
    }

    /** Returns the answer to {@code GET …/encryption-key}. */
    @Internal
    public JsonMembers answer() {
        String content = new JsonMembers().put("key", members()).toJson();
        JsonMembers attributes = new JsonMembers().put("content", content);
        return new JsonMembers()
                .put("data", new JsonMembers().put("type", "encryption-keys").put("attributes", attributes));
    }

    /** Adds salt and rounds as the protocol calls them. */
    static void putParameters(JsonMembers members, KeyParameters parameters) {
        members.put("key_check_salt", Base64.getEncoder().encodeToString(parameters.salt()))
                .put("key_check_iterations", parameters.rounds());
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return custody.word() + "-managed key, version " + version;
    }
}
