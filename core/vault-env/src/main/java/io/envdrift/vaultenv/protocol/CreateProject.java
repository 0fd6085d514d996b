package io.envdrift.vaultenv.protocol;

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
     * @throws MalformedMessageException when it has no name
     */
    public static CreateProject read(JsonObject json) {
        String name = json.textOrNumber("project_name")
                .filter(text -> !text.isEmpty() && !json.isZero("project_name"))
                .orElseThrow(() -> new MalformedMessageException("project_name required"));
        if (name.length() > SignedRequest.MAX_NAME_LENGTH) {
            throw new MalformedMessageException(
                    "project_name is longer than " + SignedRequest.MAX_NAME_LENGTH + " characters");
        }
        return new CreateProject(name, json.flag("strict"));
    }

    @Override
    public String toJson() {
        JsonText json = new JsonText().put("project_name", name);
        return (strict ? json.put("strict", true) : json).end();
    }
}
