package io.envdrift.vault;

import io.envdrift.base.Secret;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which value a secret had in which version, for vaults in which only all secrets together have versions: another secret's
 * write makes a new one, and must not look like a change of this secret.
 */
public final class ValueVersions {
    private final Map<Seen, Secret> values = new ConcurrentHashMap<>();

    /** Creates one that has seen nothing. */
    public ValueVersions() {}

    private record Seen(String name, String version) {}

    /** Notes what was read or written. */
    public void note(String name, String version, Secret value) {
        values.put(new Seen(name, version), value);
    }

    /** Tells whether the secret had this value in that version. */
    public boolean had(String name, String version, Secret value) {
        return value.equals(values.get(new Seen(name, version)));
    }
}
