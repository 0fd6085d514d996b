package io.envdrift.envsync;

import io.envdrift.envsync.protocol.CodePointOrder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How a local .env differs from a branch: names only, never values.
 *
 * @param local the local names, in the order of the file
 * @param server the server's names, in the pusher's order
 * @param missing names that only the server has, sorted by code points
 * @param extra names that only the local file has, sorted
 * @param different names whose values differ, sorted; empty when values were not compared because there is no
 *     passphrase
 */
public record EnvDrift(
        List<String> local,
        List<String> server,
        List<String> missing,
        List<String> extra,
        Optional<List<String>> different) {
    /** Compares names only. */
    static EnvDrift ofNames(List<String> local, List<String> server) {
        return new EnvDrift(
                local.stream().distinct().toList(),
                server.stream().distinct().toList(),
                without(server, local),
                without(local, server),
                Optional.empty());
    }

    /** Compares names and values. */
    static EnvDrift ofValues(Map<String, String> local, Map<String, String> server) {
        List<String> different = local.keySet().stream()
                .filter(name -> server.containsKey(name) && !Objects.equals(local.get(name), server.get(name)))
                .sorted(CodePointOrder.COMPARATOR)
                .toList();
        return new EnvDrift(
                List.copyOf(local.keySet()),
                List.copyOf(server.keySet()),
                without(server.keySet(), local.keySet()),
                without(local.keySet(), server.keySet()),
                Optional.of(different));
    }

    /** Tells whether nothing differs, as far as it was compared. */
    public boolean inSync() {
        return missing.isEmpty()
                && extra.isEmpty()
                && different.orElse(List.of()).isEmpty();
    }

    private static List<String> without(Collection<String> names, Collection<String> others) {
        TreeSet<String> left = new TreeSet<>(CodePointOrder.COMPARATOR);
        left.addAll(names);
        others.forEach(left::remove);
        return List.copyOf(left);
    }
}
