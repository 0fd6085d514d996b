package io.envdrift.provider.blobstore;

import io.envdrift.base.Secret;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which value a secret had in which version of its environment, as far as this vault told. Only whole environments have
 * versions: another secret's write makes a new one, and must not look like a change of this secret.
 */
final class SeenVersions {
    private final Map<Seen, Secret> values = new ConcurrentHashMap<>();

    private record Seen(String name, String version) {}

    void note(String name, String version, Secret value) {
        values.put(new Seen(name, version), value);
    }

    /** Tells whether the secret had this value in that version. */
    boolean had(String name, String version, Secret value) {
        return value.equals(values.get(new Seen(name, version)));
    }
}
