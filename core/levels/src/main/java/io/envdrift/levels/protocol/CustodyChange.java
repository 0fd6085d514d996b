package io.envdrift.levels.protocol;

import io.envdrift.base.Secret;
import io.envdrift.json.JsonMembers;

/**
 * A change of custody: {@code POST …/encryption-key/custody}, answered with {@code {"data":{"key":…}}}, the new descriptor. The
 * key, salt and rounds stay, so nothing is encrypted again; the version of the key becomes one more, so that clients which
 * remember the old one can tell a change from a forgery.
 */
public sealed interface CustodyChange {
    /**
     * The server gets the key.
     *
     * @param proof of the client-managed key, as stored
     */
    record ToServer(Secret key, String proof) implements CustodyChange {
        /** Shows no key. */
        @Override
        public String toString() {
            return "to server";
        }
    }

    /**
     * The server drops the key and keeps its proof. The salt and rounds must be those that it has.
     *
     * @param key the proof of the same key
     */
    record ToClient(NewClientKey key) implements CustodyChange {}

    /** Returns the body. */
    default JsonMembers members() {
        return switch (this) {
            case ToServer change ->
                new JsonMembers()
                        .put("managed", Custody.SERVER.word())
                        .put("encryption_key", change.key().reveal())
                        .put("key_proof", change.proof());
            case ToClient change -> change.key().addTo(new JsonMembers().put("managed", Custody.CLIENT.word()));
        };
    }
}
