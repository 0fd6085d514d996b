package io.envdrift.testkit;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A correct vault in a map; its subclasses each do one thing wrong. */
class MapVault implements Vault {
    static final String CREDENTIAL = "credential/4711+x";

    final Map<String, List<String>> secrets;
    final boolean denied;

    MapVault(Map<String, List<String>> secrets, boolean denied) {
        this.secrets = secrets;
        this.denied = denied;
    }

    static Map<String, List<String>> store() {
        return new TreeMap<>();
    }

    @Override
    public String label() {
        return "map vault";
    }

    @Override
    public void probe() {
        requireAllowed("anything");
    }

    @Override
    public VaultSecret get(String name) {
        requireAllowed(name);
        synchronized (secrets) {
            return find(name).orElseThrow(() -> notFound(name));
        }
    }

    @Override
    public List<String> list(String prefix) {
        requireAllowed("anything");
        synchronized (secrets) {
            return secrets.keySet().stream()
                    .filter(name -> name.startsWith(prefix))
                    .toList();
        }
    }

    @Override
    public String put(String name, Secret value, WriteCondition condition) {
        requireAllowed(name);
        synchronized (secrets) {
            requireCondition(name, condition);
            secrets.computeIfAbsent(name, any -> new ArrayList<>()).add(value.reveal());
            return Integer.toString(secrets.get(name).size());
        }
    }

    @Override
    public void close() {
        // Nothing to end.
    }

    Optional<VaultSecret> find(String name) {
        return Optional.ofNullable(secrets.get(name))
                .map(versions -> VaultSecret.text(versions.getLast(), Integer.toString(versions.size())));
    }

    VaultException notFound(String name) {
        return new SecretNotFoundException(label(), name, "Secret '" + name + "' not found", "check the name");
    }

    VaultException refusal(String name) {
        return new VaultException(
                ErrorCode.ACCESS_DENIED, label(), "Access to '" + name + "' is denied", "ask for access", null);
    }

    void requireAllowed(String name) {
        if (denied) {
            throw refusal(name);
        }
    }

    void requireCondition(String name, WriteCondition condition) {
        if (!condition.allows(find(name).map(VaultSecret::version))) {
            throw new WriteConflictException(label(), name);
        }
    }
}
