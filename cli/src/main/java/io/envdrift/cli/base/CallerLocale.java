package io.envdrift.cli.base;

import io.envdrift.process.ChildEnvironment;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives commands that envdrift starts the {@code LC_ALL} that envdrift was called with. The launcher sets another one where
 * the locale is not UTF-8, because Java can name no file outside ASCII there, and leaves the caller's in
 * {@value #VARIABLE}.
 */
public final class CallerLocale {
    /** Holds the caller's {@code LC_ALL}, which the launcher replaced; empty where there was none. */
    static final String VARIABLE = "ENVDRIFT_CALLER_LC_ALL";

    private static final String LOCALE = "LC_ALL";

    private CallerLocale() {}

    /** Returns the environment as the caller had it, with {@value #VARIABLE} left in. */
    static Map<String, String> in(Map<String, String> environment) {
        String callers = environment.get(VARIABLE);
        if (callers == null) {
            return environment;
        }
        Map<String, String> restored = new TreeMap<>(environment);
        restored.remove(LOCALE);
        if (!callers.isEmpty()) {
            restored.put(LOCALE, callers);
        }
        return restored;
    }

    /**
     * Returns a child's environment that undoes what the launcher did.
     *
     * @param child what the child is to get besides
     * @param environment of {@link Host#environment()}
     */
    public static ChildEnvironment restoredIn(ChildEnvironment child, Map<String, String> environment) {
        if (!environment.containsKey(VARIABLE)) {
            return child;
        }
        Map<String, String> set = new LinkedHashMap<>(child.set());
        Set<String> removed = new HashSet<>(child.removed());
        removed.add(VARIABLE);
        String callers = environment.get(LOCALE);
        if (callers != null) {
            set.putIfAbsent(LOCALE, callers);
        } else if (!set.containsKey(LOCALE)) {
            removed.add(LOCALE);
        }
        return new ChildEnvironment(set, removed);
    }
}
