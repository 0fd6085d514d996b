package io.envdrift.levels;

import io.envdrift.json.JsonMembers;
import java.util.Optional;

/**
 * Name, slug and status that a project, target or environment is to get.
 *
 * @param slug its name in paths; nothing for one that the server makes from the name
 * @param status of an environment, for example {@code production}
 */
public record NodeWish(String name, Optional<String> slug, Optional<String> description, Optional<String> status) {
    JsonMembers members() {
        JsonMembers members = new JsonMembers();
        if (!name.isEmpty()) {
            members.put("name", name);
        }
        members.putIfPresent("slug", slug).putIfPresent("description", description);
        status.ifPresent(word -> members.put("status", word).put("is_production", word.equals("production")));
        return members;
    }
}
