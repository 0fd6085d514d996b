package io.envdrift.vaultenv.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;

/**
 * Asks for a new project.
 *
 * @param name not empty; need not be unique
 * @param strict whether the project demands bound signatures, and an approved device for what concerns devices and history
 */
public record CreateProject(String name, boolean strict) implements Message {
    /**
     * Reads the request.
     *
     * @throws JsonException when it has no name
     */
    public static CreateProject read(JsonObject json) {
        String name = json.textOrNumber("project_name")
                .filter(text -> !text.isEmpty() && !json.isZero("project_name"))
                .orElseThrow(() -> new JsonException("project_name required"));
        if (name.length() > SignedRequest.MAX_NAME_LENGTH) {
            throw new JsonException("project_name is longer than " + SignedRequest.MAX_NAME_LENGTH + " characters");
        }
        return new CreateProject(name, json.flag("strict"));
    }

    @Override
    public JsonMembers members() {
        JsonMembers json = new JsonMembers().put("project_name", name);
        return strict ? json.put("strict", true) : json;
    }
}
