package io.envdrift.levels.protocol;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The address of a level within an organization: {@code project[/target[/environment]]}.
 *
 * @param slugs one to three slugs, the project's first
 */
public record LevelPath(List<String> slugs) {
    private static final int MAX_DEPTH = 3;

    /** Checks and copies the slugs. */
    public LevelPath {
        slugs = List.copyOf(slugs);
        if (slugs.isEmpty() || slugs.size() > MAX_DEPTH) {
            throw new IllegalArgumentException("a path has one to three parts, not " + slugs.size());
        }
    }

    /**
     * Reads a path.
     *
     * @param text for example {@code acme-store/backend/production}
     * @throws EnvdriftException {@code USAGE} when it has more than three parts, or one is no slug or a reserved word
     */
    public static LevelPath parse(String text) {
        List<String> parts = List.of(text.split("/", -1));
        if (parts.size() > MAX_DEPTH) {
            throw malformed(text, "it has more than three parts");
        }
        for (String part : parts) {
            if (!Slug.isWellFormed(part)) {
                throw malformed(text, "'" + part + "' is none of the names that a path is made of");
            }
            if (Slug.isReserved(part)) {
                throw malformed(text, "'" + part + "' is a word of the protocol");
            }
        }
        return new LevelPath(parts);
    }

    private static EnvdriftException malformed(String text, String why) {
        return new EnvdriftException(
                ErrorCode.USAGE,
                "'" + text + "' is no path of a level: " + why,
                "write PROJECT, PROJECT/TARGET or PROJECT/TARGET/ENVIRONMENT, of a-z, 0-9 and hyphens");
    }

    /** Returns the project's slug. */
    public String project() {
        return slugs.getFirst();
    }

    /** Returns the kind of the deepest level, which is the one that a write goes to. */
    public LevelKind kind() {
        return LevelKind.values()[slugs.size() - 1];
    }

    /** Returns the levels from the project's down to this one, in the order in which they are merged. */
    public List<LevelPath> levels() {
        return IntStream.rangeClosed(1, slugs.size())
                .mapToObj(depth -> new LevelPath(slugs.subList(0, depth)))
                .toList();
    }

    /** Returns the path as text, for example {@code acme-store/backend}. */
    @Override
    public String toString() {
        return String.join("/", slugs);
    }
}
