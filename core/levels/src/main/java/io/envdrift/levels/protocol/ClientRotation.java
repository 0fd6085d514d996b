package io.envdrift.levels.protocol;

import io.envdrift.base.Secret;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * The blobs of the levels of a project that a client is to encrypt again: the answer to
 * {@code POST …/encryption-key/rotation {"key_proof":…}}, by the id of their level; {@code rotation_token} and {@code after},
 * the last id, ask for what remains. They are sent back with {@code POST …/secrets/rotate-client-keys}, what does not fit into one request
 * before it with {@code POST …/encryption-key/rotation/part}. It is all or nothing: another write in between makes the token void
 * (409).
 *
 * @param token names this rotation
 * @param keyVersion the version that the new key will have
 * @param blobs a part of them
 * @param remaining how many blobs are not among them yet
 */
public record ClientRotation(Secret token, long keyVersion, List<Blob> blobs, long remaining) {
    /**
     * One level's content.
     *
     * @param id a whole number as text
     * @param level the level that it is of
     * @param content the blob
     */
    public record Blob(String id, LevelPath level, String content) {
        /** Reads one. */
        static Blob read(JsonObject json) {
            return new Blob(
                    json.textOrNumber("id")
                            .filter(id -> id.matches("[0-9]{1,18}"))
                            .orElseThrow(() -> new JsonException("id required")),
                    LevelReference.read(json),
                    json.requireText("content"));
        }

        /** Returns the members. */
        public JsonMembers members() {
            return new JsonMembers().put("id", id).put("content", content);
        }

        /** Shows no content. */
        @Override
        public String toString() {
            return "blob of " + level;
        }
    }

    /** Copies the list. */
    public ClientRotation {
        blobs = List.copyOf(blobs);
    }

    /**
     * Reads an answer.
     *
     * @throws JsonException when it is another answer
     */
    public static ClientRotation read(JsonObject answer) {
        JsonObject data = answer.object("data").orElseThrow(() -> new JsonException("data required"));
        return new ClientRotation(
                Secret.of(data.requireText("rotation_token")),
                data.requireWhole("key_version"),
                data.requireList("secrets", Blob::read),
                data.whole("remaining").orElse(0));
    }

    /** Returns the answer. */
    public JsonMembers answer() {
        List<JsonMembers> secrets = blobs.stream()
                .map(blob -> LevelReference.members(blob.level())
                        .put("id", blob.id())
                        .put("content", blob.content()))
                .toList();
        return new JsonMembers()
                .put(
                        "data",
                        new JsonMembers()
                                .put("rotation_token", token.reveal())
                                .put("key_version", keyVersion)
                                .put("secrets", secrets)
                                .put("remaining", remaining));
    }

    /** Returns the request for the blobs: for the first ones, or for those behind some that came. */
    public static JsonMembers begin(String proof, Optional<ClientRotation> before) {
        JsonMembers members = new JsonMembers().put("key_proof", proof);
        before.ifPresent(part -> members.put("rotation_token", part.token().reveal())
                .put("after", Long.parseLong(part.blobs().getLast().id())));
        return members;
    }

    /** Returns the request that sends some of the blobs back before the last ones. */
    public static JsonMembers part(Secret token, List<Blob> again, String oldProof) {
        return new JsonMembers()
                .put("secrets", again.stream().map(Blob::members).toList())
                .put("rotation_token", token.reveal())
                .put("key_proof", oldProof);
    }

    /** Returns the request that ends it; its {@code secrets} are the blobs under the new key. */
    public static JsonMembers finish(Secret token, List<Blob> again, NewClientKey key, String oldProof, String policy) {
        JsonMembers members = new JsonMembers()
                .put("secrets", again.stream().map(Blob::members).toList());
        return key.addTo(members)
                .put("history_policy", policy)
                .put("rotation_token", token.reveal())
                .put("key_proof", oldProof);
    }
}
