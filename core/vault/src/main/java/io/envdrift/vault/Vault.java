package io.envdrift.vault;

import io.envdrift.base.Secret;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Access to one vault. Implementations are safe for use by several threads and authenticate once, on first need.
 *
 * <p>Every method honours the deadline of the {@link VaultContext} it was opened with, retries only as the one policy of
 * {@code io.envdrift.http} says, and fails only with {@link VaultException}.
 */
public interface Vault extends AutoCloseable {
    /** Returns how messages name this vault, as in {@code azure vault https://x.vault.azure.net}. No secret is in it. */
    String label();

    /**
     * Makes sure that the vault can be reached and accepts the credentials. A refusal to list is no failure: an
     * identity with the least privileges may lack that right.
     *
     * @throws VaultException {@code NOT_AUTHENTICATED}, {@code VAULT_UNREACHABLE} or another code when it fails for
     *     another reason
     */
    void probe();

    /** Returns by how much the vault's clock was ahead of ours when it last answered; empty where that is not known. */
    default Optional<Duration> clockSkew() {
        return Optional.empty();
    }

    /**
     * Reads the latest version of a secret.
     *
     * @throws SecretNotFoundException when it does not exist, or its latest version is deleted
     * @throws VaultException when reading fails for another reason
     */
    VaultSecret get(String name);

    /**
     * Returns how many secrets {@link #getMany} reads in one request; 1 where the service knows no batches. Callers split
     * larger sets and run the parts side by side.
     */
    default int batchSize() {
        return 1;
    }

    /** Reads several secrets; each name gets an answer or its own failure. Never throws for a single name's sake. */
    default Map<String, VaultRead> getMany(Collection<String> names) {
        Map<String, VaultRead> reads = new LinkedHashMap<>();
        for (String name : names) {
            reads.put(name, VaultRead.of(() -> get(name)));
        }
        return reads;
    }

    /**
     * Lists the names of secrets that start with a prefix, sorted.
     *
     * @throws VaultException {@code ACCESS_DENIED} where the identity may not list, or another code when it fails for
     *     another reason
     */
    List<String> list(String prefix);

    /**
     * Writes a new version of a secret.
     *
     * @param condition what must hold for the write to happen; a vault without compare-and-set checks it by a read before
     * @return the new version's name
     * @throws WriteConflictException when the condition does not hold; nothing was written
     * @throws VaultException when writing fails for another reason
     */
    String put(String name, Secret value, WriteCondition condition);

    /** Ends connections. Never throws. */
    @Override
    void close();
}
