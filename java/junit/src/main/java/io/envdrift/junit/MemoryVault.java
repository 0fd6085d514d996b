package io.envdrift.junit;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultAttempt;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A vault in the memory of the test. It keeps each secret's newest version. Safe for use by several threads. */
public final class MemoryVault implements Vault {
    private final String name;
    private final Map<String, VaultSecret> secrets = new ConcurrentHashMap<>();
    private volatile boolean away;

    MemoryVault(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Stores a secret, whatever was there. */
    public void put(String secret, String value) {
        var unused = put(secret, Secret.of(value), WriteCondition.always());
    }

    /** Forgets a secret. */
    public void remove(String secret) {
        secrets.remove(secret);
    }

    /** Makes the vault unreachable, or reachable again. */
    public void away(boolean unreachable) {
        away = unreachable;
    }

    @Override
    public String label() {
        return "vault in memory";
    }

    @Override
    public void probe() {
        requireHere("*");
    }

    @Override
    public VaultSecret get(String secret) {
        requireHere(secret);
        VaultSecret found = secrets.get(secret);
        if (found == null) {
            throw new SecretNotFoundException(
                    label(), secret, "Secret '" + secret + "' not found in " + label(), "put it there first");
        }
        return found;
    }

    @Override
    public List<String> list(String prefix) {
        requireHere(prefix);
        return secrets.keySet().stream()
                .filter(each -> each.startsWith(prefix))
                .sorted()
                .toList();
    }

    @Override
    public String put(String secret, Secret value, WriteCondition condition) {
        requireHere(secret);
        return String.valueOf(secrets.compute(secret, (same, present) -> next(secret, present, value, condition))
                .version());
    }

    private VaultSecret next(String secret, @Nullable VaultSecret present, Secret value, WriteCondition condition) {
        if (!condition.allows(Optional.ofNullable(present).map(VaultSecret::version))) {
            throw new WriteConflictException(label(), secret);
        }
        int version = present == null ? 1 : Integer.parseInt(present.version()) + 1;
        return new VaultSecret(value, Integer.toString(version), false);
    }

    /** @throws VaultException {@code VAULT_UNREACHABLE} while the test says so */
    private void requireHere(String secret) {
        if (away) {
            throw VaultAttempt.reading(label(), secret)
                    .failed(ErrorCode.VAULT_UNREACHABLE, "the test made it unreachable", null, null);
        }
    }

    @Override
    public void close() {
        // It lives as long as the test's project.
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return label() + " " + secrets.keySet();
    }
}
