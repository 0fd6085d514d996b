package io.envdrift.server.api.levels;

import io.envdrift.levels.protocol.LevelPath;
import java.util.List;
import java.util.Optional;

/**
 * The rights that a call needs.
 *
 * @param path the level that it works on, if that is known from the request
 */
record Demand(List<String> scopes, Reach reach, Optional<LevelPath> path) {
    /** Demands scopes for a level. */
    static Demand of(LevelPath path, Reach reach, String... scopes) {
        return new Demand(List.of(scopes), reach, Optional.of(path));
    }

    /** Demands scopes for the whole organization. */
    static Demand ofOrganization(String... scopes) {
        return new Demand(List.of(scopes), Reach.ORGANIZATION, Optional.empty());
    }

    /** Demands scopes; the operation itself looks at the limits. */
    static Demand anywhere(String... scopes) {
        return new Demand(List.of(scopes), Reach.ANYWHERE, Optional.empty());
    }
}
