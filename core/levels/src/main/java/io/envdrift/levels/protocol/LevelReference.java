package io.envdrift.levels.protocol;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A level as requests and answers name it: {@code project}, and {@code target} and {@code environment} where they apply. */
public final class LevelReference {
    private LevelReference() {}

    /** Returns the members of a request about a level; further ones can be added. */
    public static JsonMembers members(LevelPath path) {
        JsonMembers members = new JsonMembers();
        for (LevelPath level : path.levels()) {
            members.put(level.kind().word(), level.slugs().getLast());
        }
        return members;
    }

    /**
     * Reads the members of a request.
     *
     * @throws JsonException when there is no project, an environment has no target, or a name is no slug
     */
    public static LevelPath read(JsonObject json) {
        String project = json.requireText(LevelKind.PROJECT.word());
        Optional<String> target = json.text(LevelKind.TARGET.word());
        Optional<String> environment = json.text(LevelKind.ENVIRONMENT.word());
        if (environment.isPresent() && target.isEmpty()) {
            throw new JsonException("target required: an environment lies within one");
        }
        List<String> slugs = Stream.of(Optional.of(project), target, environment)
                .flatMap(Optional::stream)
                .toList();
        if (!slugs.stream().allMatch(slug -> Slug.isWellFormed(slug) && !Slug.isReserved(slug))) {
            throw new JsonException("project, target and environment must be slugs");
        }
        return new LevelPath(slugs);
    }
}
