package io.envdrift.levels.protocol;

import io.envdrift.base.Internal;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonObject;
import java.util.Optional;

/**
 * A project as the list shows it.
 *
 * @param format of its texts: env, json, yaml or text
 * @param custody who holds its key
 */
public record ProjectEntry(
        String slug, String name, Optional<String> description, String format, Custody custody, long targets) {
    /** Reads a resource. */
    @Internal
    public static ProjectEntry read(JsonObject resource) {
        JsonObject attributes =
                resource.object("attributes").orElseThrow(() -> new JsonException("attributes required"));
        return new ProjectEntry(
                attributes.requireText("slug"),
                attributes.text("name").orElse(""),
                attributes.text("description"),
                attributes.text("secret_format").filter(text -> !text.isEmpty()).orElse("env"),
                attributes.text("encryption_type").map(Custody::of).orElse(Custody.SERVER),
                attributes.whole("target_count").orElse(0));
    }
}
