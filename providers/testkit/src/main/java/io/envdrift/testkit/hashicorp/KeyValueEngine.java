package io.envdrift.testkit.hashicorp;

import io.envdrift.testserver.Answer;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A mounted key-value engine: what it answers to requests below its mount. */
interface KeyValueEngine {
    /** Returns the version that the mount's options tell. */
    String version();

    /** Tells whether a path holds a secret's value, rather than a list or metadata. */
    boolean isSecret(List<String> path);

    /** Reads. */
    Answer get(List<String> path);

    /** Lists the names directly below a path. */
    Answer list(List<String> path);

    /** Writes. */
    Answer post(List<String> path, JsonNode body);

    /** Stores fields, past the protocol. */
    void store(String name, JsonNode fields);

    /** Returns the fields stored, past the protocol. */
    Optional<JsonNode> stored(String name);

    /** Marks the latest version as deleted, as {@code vault kv delete} does. */
    void delete(String name);
}
