package io.envdrift.server.api.levels;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What tokens may be able to do. */
final class Scopes {
    /** Stands for every scope. */
    static final String ALL = "*";

    static final String SECRET_READ = "secret:read";
    static final String SECRET_WRITE = "secret:write";
    static final String SECRET_DECRYPT = "secret:decrypt";
    static final String SECRET_HISTORY = "secret:history";
    static final String SECRET_RESTORE = "secret:restore";
    static final String SECRET_PURGE = "secret:purge";
    static final String KEY_RETRIEVE = "key:retrieve";
    static final String KEY_ROTATE = "key:rotate";
    static final String AUDIT_READ = "audit:read";

    private static final List<String> ACTIONS = List.of("create", "read", "update", "delete");
    private static final Set<String> KNOWN = known();

    private Scopes() {}

    private static Set<String> known() {
        Set<String> known = new LinkedHashSet<>(List.of(
                SECRET_READ,
                SECRET_WRITE,
                SECRET_DECRYPT,
                SECRET_HISTORY,
                SECRET_RESTORE,
                SECRET_PURGE,
                KEY_RETRIEVE,
                KEY_ROTATE));
        for (String kind : List.of("project", "target", "environment", "team", "organization", "api-token", "member")) {
            ACTIONS.forEach(action -> known.add(kind + ":" + action));
        }
        known.addAll(List.of("billing:read", "billing:write", AUDIT_READ));
        return known;
    }

    /** Returns the scopes of some kinds with one action, as in {@code project:read}. */
    static Stream<String> each(String action, String... kinds) {
        return Stream.of(kinds).map(kind -> kind + ":" + action);
    }

    /** Returns all scopes but some. */
    static Set<String> allBut(String... left) {
        Set<String> scopes = new LinkedHashSet<>(KNOWN);
        List.of(left).forEach(scopes::remove);
        return scopes;
    }

    static boolean isKnown(String scope) {
        return scope.equals(ALL) || KNOWN.contains(scope);
    }

    /** Tells whether who has some scopes has one. */
    static boolean cover(Collection<String> held, String scope) {
        return held.contains(ALL) || held.contains(scope);
    }

    /** Tells whether who has some scopes has others. */
    static boolean coverAll(Collection<String> held, Collection<String> scopes) {
        return scopes.stream().allMatch(scope -> cover(held, scope));
    }

    /** Returns what is in both. */
    static Set<String> common(Set<String> one, Set<String> other) {
        if (one.contains(ALL)) {
            return other;
        }
        if (other.contains(ALL)) {
            return one;
        }
        Set<String> common = new LinkedHashSet<>(one);
        common.retainAll(other);
        return common;
    }
}
