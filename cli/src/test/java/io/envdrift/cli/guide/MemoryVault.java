package io.envdrift.cli.guide;

import io.envdrift.base.Secret;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** A vault that is only memory. */
final class MemoryVault implements Vault {
    private final Map<String, VaultSecret> secrets = new ConcurrentSkipListMap<>();

    /** Puts a secret in. */
    MemoryVault with(String name, String value) {
        put(name, Secret.of(value), WriteCondition.always());
        return this;
    }

    @Override
    public String label() {
        return "vault in memory";
    }

    @Override
    public void probe() {
        // Nothing could fail.
    }

    @Override
    public VaultSecret get(String name) {
        return find(name).orElseThrow(() -> new SecretNotFoundException(label(), name, name + " is not there", ""));
    }

    @Override
    public List<String> list(String prefix) {
        return secrets.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    @Override
    public synchronized String put(String name, Secret value, WriteCondition condition) {
        Optional<String> version = find(name).map(VaultSecret::version);
        if (!condition.allows(version)) {
            throw new WriteConflictException(label(), name);
        }
        String next = Integer.toString(version.map(Integer::parseInt).orElse(0) + 1);
        secrets.put(name, new VaultSecret(value, next, false));
        return next;
    }

    @Override
    public void close() {
        // The secrets stay.
    }

    private Optional<VaultSecret> find(String name) {
        return Optional.ofNullable(secrets.get(name));
    }
}
