package io.envdrift.provider.local;

import io.envdrift.base.Secret;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Secrets by name, each with all its values from version 1 on. Immutable.
 *
 * @param values names to values, the oldest first
 */
record VersionedSecrets(SortedMap<String, List<Secret>> values) {
    /** Copies the map. */
    VersionedSecrets {
        TreeMap<String, List<Secret>> copy = new TreeMap<>();
        values.forEach((name, versions) -> copy.put(name, List.copyOf(versions)));
        values = Collections.unmodifiableSortedMap(copy);
    }

    static VersionedSecrets none() {
        return new VersionedSecrets(new TreeMap<>());
    }

    Optional<VaultSecret> latest(String name) {
        return Optional.ofNullable(values.get(name))
                .map(versions -> new VaultSecret(versions.getLast(), Integer.toString(versions.size()), false));
    }

    List<String> names(String prefix) {
        return values.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    boolean meet(WriteCondition condition, String name) {
        return condition.allows(latest(name).map(VaultSecret::version));
    }

    VersionedSecrets with(String name, Secret value) {
        TreeMap<String, List<Secret>> copy = new TreeMap<>(values);
        List<Secret> versions = new ArrayList<>(values.getOrDefault(name, List.of()));
        versions.add(value);
        copy.put(name, versions);
        return new VersionedSecrets(copy);
    }

    /** Shows names only. */
    @Override
    public String toString() {
        return "VersionedSecrets" + values.keySet();
    }
}
