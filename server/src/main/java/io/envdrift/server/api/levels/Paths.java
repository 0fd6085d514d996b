package io.envdrift.server.api.levels;

import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.Slug;
import io.envdrift.server.pipeline.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Templates of paths and their parameters. */
final class Paths {
    /** The start of the short form. */
    static final String ORGANIZATION = "/api/v1/{organization:(?i)[0-7][0-9a-hjkmnp-tv-z]{25}}";
    /** The start of the long form, which organizations, members and tokens have. */
    static final String LONG = "/api/v1/organizations/{organization:(?i)[0-7][0-9a-hjkmnp-tv-z]{25}}";

    static final String PROJECT = ORGANIZATION + "/{project}";
    static final String TARGET = PROJECT + "/{target}";
    static final String ENVIRONMENT = TARGET + "/{environment}";

    private static final List<String> PARAMETERS = List.of("project", "target", "environment");

    private Paths() {}

    /**
     * Returns the level that a path names.
     *
     * @throws Refused 404 when a part of it is no slug
     */
    static LevelPath level(Call call) {
        List<String> slugs = new ArrayList<>();
        for (String parameter : PARAMETERS) {
            if (call.operation().path().hasParameter(parameter)) {
                slugs.add(call.parameter(parameter)
                        .filter(Slug::isWellFormed)
                        .orElseThrow(() -> Refused.notFound(parameter)));
            }
        }
        return new LevelPath(slugs);
    }

    /**
     * Returns the number that a path ends with.
     *
     * @throws Refused 404 when it is no number
     */
    static long id(Call call) {
        Optional<String> text = call.parameter("id").filter(id -> id.matches("[0-9]{1,18}"));
        return Long.parseLong(text.orElseThrow(() -> Refused.notFound("version")));
    }

    /** Returns a level's path below its project as the database has it: empty for the project itself. */
    static String below(LevelPath level) {
        return String.join("/", level.slugs().subList(1, level.slugs().size()));
    }

    /** Returns a level from its project and its path below it. */
    static LevelPath of(String project, String below) {
        List<String> slugs = new ArrayList<>(List.of(project));
        if (!below.isEmpty()) {
            slugs.addAll(List.of(below.split("/", -1)));
        }
        return new LevelPath(slugs);
    }

    /** Returns the level with another last slug. */
    static LevelPath renamed(LevelPath level, String slug) {
        List<String> slugs = new ArrayList<>(level.slugs());
        slugs.set(slugs.size() - 1, slug);
        return new LevelPath(slugs);
    }
}
