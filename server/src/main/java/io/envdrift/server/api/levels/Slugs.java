package io.envdrift.server.api.levels;

import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.Slug;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/** Slugs of what is made or renamed. */
final class Slugs {
    private static final String NAME = "slug";

    private Slugs() {}

    /**
     * Returns the slug in a request.
     *
     * @throws Refused 422 when it is none, or a word that the paths need
     */
    static Optional<String> find(JsonObject json) {
        Optional<String> slug = json.text(NAME);
        slug.ifPresent(text -> require(text, NAME));
        return slug;
    }

    /**
     * Returns the slug in a request, or else the one that the name makes.
     *
     * @throws Refused 422 when that is none, or a word that the paths need
     */
    static String findOrMake(JsonObject json, String name) {
        Optional<String> slug = find(json);
        if (slug.isPresent()) {
            return slug.get();
        }
        String made = made(name);
        require(made, "name");
        return made;
    }

    /** Returns what a name makes, which may be no slug. */
    static String made(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
    }

    private static void require(String slug, String field) {
        if (!Slug.isWellFormed(slug)) {
            throw Refused.invalid(
                    field,
                    field + " must make a slug: a-z, 0-9 and hyphens, at most " + Slug.MAX_LENGTH + " characters");
        }
        if (Slug.isReserved(slug)) {
            throw Refused.invalid(field, field + " must not be '" + slug + "', a word that the paths need");
        }
    }
}
