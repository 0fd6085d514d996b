package io.envdrift.levels.protocol;

import java.util.Set;

/** Rules of the names in a path: lower-case ASCII letters, digits and hyphens, and no word that the paths of calls need. */
public final class Slug {
    /** The most characters of a slug. */
    public static final int MAX_LENGTH = 100;

    private static final Set<String> RESERVED = Set.of(
            "secrets",
            "targets",
            "environments",
            "encryption-key",
            "projects",
            "versions",
            "audit",
            "members",
            "api-keys");

    private Slug() {}

    /** Tells whether a text is made as a slug is; it may still be {@linkplain #isReserved reserved}. */
    public static boolean isWellFormed(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        return text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    /** Tells whether a slug is a word that the paths of calls need, so that nothing may be named by it. */
    public static boolean isReserved(String slug) {
        return RESERVED.contains(slug);
    }
}
