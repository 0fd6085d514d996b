package io.envdrift.vault;

import io.envdrift.base.Secret;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which value a secret had in which version, for vaults that have one version for all secrets together: a write of
 * another secret makes a new version, which must not look like a change of this secret.
 */
public final class ValueVersions {
    private final Map<Seen, Secret> values = new ConcurrentHashMap<>();

    /** Creates an empty record. */
    public ValueVersions() {}

    private record Seen(String name, String version) {}

    /** Records a value that was read or written. */
    public void note(String name, String version, Secret value) {
        values.put(new Seen(name, version), value);
    }

    /** Tells whether the secret had this value in that version. */
    public boolean had(String name, String version, Secret value) {
        return value.equals(values.get(new Seen(name, version)));
    }
}
