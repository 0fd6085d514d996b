package io.envdrift.cli.levels;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.levels.NodeWish;
import io.envdrift.levels.protocol.LevelPath;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The options for name, slug and status of a project, target or environment. */
final class WishOptions {
    private @Nullable String name;
    private @Nullable String slug;
    private @Nullable String description;
    private @Nullable String status;

    void declare(CommandOptions options, boolean hasStatus) {
        options.value("--name", "TEXT", "Its name for people (default: the slug).", text -> name = text);
        options.value("--description", "TEXT", "What it is for.", text -> description = text);
        if (hasStatus) {
            options.value(
                    "--status",
                    "WORD",
                    "production, staging, development, local or a word of your own.",
                    text -> status = text);
        }
    }

    /** Warns of what a new slug means for the texts at and below a path. */
    void warnOfRenaming(LevelsSession session, LevelPath path) {
        if (slug != null && !slug.equals(path.slugs().getLast())) {
            session.reporter()
                    .warn(List.of("each text names its level inside the encryption: push those at and below " + path
                            + " again, under the new name"));
        }
    }

    void declareSlug(CommandOptions options) {
        options.value(
                "--slug", "SLUG", "A new name in paths; tokens limited to the old path lose it.", text -> slug = text);
    }

    /** Returns the wish for something new under this slug. */
    NodeWish create(String given) {
        return new NodeWish(
                Optional.ofNullable(name).orElse(given),
                Optional.of(given),
                Optional.ofNullable(description),
                Optional.ofNullable(status));
    }

    /** Returns the wish for something that is there. */
    NodeWish update() {
        return new NodeWish(
                Optional.ofNullable(name).orElse(""),
                Optional.ofNullable(slug),
                Optional.ofNullable(description),
                Optional.ofNullable(status));
    }
}
