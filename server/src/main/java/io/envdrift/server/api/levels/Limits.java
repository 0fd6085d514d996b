package io.envdrift.server.api.levels;

import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.Slug;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The slice of an organization that a token is limited to: patterns of paths, as in {@code acme-store/backend/*}. A star stands
 * for one slug, a last one for everything below; without patterns there is no limit.
 *
 * @param patterns split at slashes
 */
record Limits(List<List<String>> patterns) {
    /** The most patterns of a token. */
    static final int MOST = 100;

    private static final String ANY = "*";
    private static final int DEEPEST = 3;

    /** No limit. */
    static final Limits NONE = new Limits(List.of());

    /** Reads patterns that {@link #isWellFormed} takes. */
    static Limits of(List<String> texts) {
        return new Limits(texts.stream().map(Limits::split).toList());
    }

    static boolean isWellFormed(String text) {
        List<String> parts = split(text);
        return parts.size() <= DEEPEST
                && parts.stream()
                        .allMatch(part -> part.equals(ANY) || Slug.isWellFormed(part) && !Slug.isReserved(part));
    }

    private static List<String> split(String text) {
        return List.of(text.split("/", -1));
    }

    /** Returns the patterns as they were written. */
    List<String> texts() {
        return patterns.stream().map(parts -> String.join("/", parts)).toList();
    }

    /** Tells whether everything is within. */
    boolean areNone() {
        return patterns.isEmpty();
    }

    /** Tells whether a level is within. */
    boolean cover(LevelPath path) {
        return areNone() || patterns.stream().anyMatch(pattern -> covers(pattern, path.slugs()));
    }

    /** Tells whether a level and everything below it, now and later, is within. */
    boolean coverAllOf(LevelPath path) {
        return cover(path)
                && (areNone()
                        || path.slugs().size() == DEEPEST
                        || patterns.stream().anyMatch(pattern -> coversBelow(pattern, path.slugs())));
    }

    /** Tells whether a level is within, or something below it could be. */
    boolean touch(LevelPath path) {
        return cover(path) || patterns.stream().anyMatch(pattern -> reachesBelow(pattern, path.slugs()));
    }

    private static boolean covers(List<String> pattern, List<String> slugs) {
        boolean deep = pattern.getLast().equals(ANY);
        return (deep ? slugs.size() >= pattern.size() : slugs.size() == pattern.size())
                && agree(pattern, slugs, pattern.size());
    }

    private static boolean coversBelow(List<String> pattern, List<String> slugs) {
        int fixed = pattern.size() - 1;
        return pattern.getLast().equals(ANY) && fixed <= slugs.size() && agree(pattern, slugs, fixed);
    }

    private static boolean reachesBelow(List<String> pattern, List<String> slugs) {
        return slugs.size() < pattern.size() && agree(pattern, slugs, slugs.size());
    }

    private static boolean agree(List<String> pattern, List<String> slugs, int length) {
        return IntStream.range(0, length)
                .allMatch(i -> pattern.get(i).equals(ANY) || pattern.get(i).equals(slugs.get(i)));
    }
}
