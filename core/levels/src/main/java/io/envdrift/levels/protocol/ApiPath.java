package io.envdrift.levels.protocol;

import java.util.List;

/** The paths of the calls. Slugs and ids need no escaping: their form is checked before. */
public final class ApiPath {
    private static final String ROOT = "/api/v1";

    private ApiPath() {}

    /**
     * Returns a path below an organization.
     *
     * @param rest for example {@code secrets/store}
     */
    public static String below(String organization, String rest) {
        return ROOT + "/" + Organization.require(organization) + "/" + rest;
    }

    /** Returns the path of a project, target or environment. */
    public static String of(String organization, LevelPath level) {
        return below(organization, level.toString());
    }

    /** Returns the path of the list that a project, target or environment stands in, where new ones are posted. */
    public static String listOf(String organization, LevelPath level) {
        List<String> slugs = level.slugs();
        return below(
                organization,
                switch (level.kind()) {
                    case PROJECT -> "projects";
                    case TARGET -> slugs.get(0) + "/targets";
                    case ENVIRONMENT -> slugs.get(0) + "/" + slugs.get(1) + "/environments";
                });
    }

    /** Returns the path of the blobs from the project's level down to this one. */
    public static String secrets(String organization, LevelPath level) {
        return of(organization, level) + "/secrets";
    }

    /** Returns the path of a project's key. */
    public static String key(String organization, String project) {
        return below(organization, project + "/encryption-key");
    }

    /** Returns a path in the long form, which members and tokens have only. */
    public static String longForm(String organization, String rest) {
        return ROOT + "/organizations/" + Organization.require(organization) + "/" + rest;
    }
}
