package io.envdrift.levels.protocol;

import io.envdrift.base.Internal;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonObject;
import java.util.Optional;

/**
 * A target or an environment as the lists show them.
 *
 * @param status of an environment, for example {@code production}; nothing for a target
 * @param production whether an environment is marked as one of production
 */
public record NodeEntry(
        String slug, String name, Optional<String> description, Optional<String> status, boolean production) {
    /** Reads a resource. */
    @Internal
    public static NodeEntry read(JsonObject resource) {
        JsonObject attributes =
                resource.object("attributes").orElseThrow(() -> new JsonException("attributes required"));
        return new NodeEntry(
                attributes.requireText("slug"),
                attributes.text("name").orElse(""),
                attributes.text("description"),
                attributes.text("status"),
                attributes.flag("is_production"));
    }
}
