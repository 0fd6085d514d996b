package io.envdrift.vault;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Checks a condition before a write to a service that has no compare-and-set. It does not notice another write between
 * the check and its own.
 *
 * @param vault the vault's label
 * @param largestValue how many bytes the service takes at most, whole KiB
 * @param reader reads the latest version of a secret, as {@link Vault#get} does
 */
public record WriteGuard(String vault, int largestValue, Function<String, VaultSecret> reader) {
    /**
     * How a service writes one value.
     *
     * @param always replaces whatever is there
     * @param absent makes the secret, or throws {@link WriteConflictException} where it is there
     * @param update replaces the latest version, or throws {@link SecretNotFoundException}
     */
    public record Ways(Supplier<String> always, Supplier<String> absent, Supplier<String> update) {}

    /**
     * Writes.
     *
     * @return the new version's name
     * @throws WriteConflictException when the condition does not hold; nothing was written
     * @throws VaultException when the service would not take the value, or a way throws it
     */
    public String put(String name, WriteCondition condition, Ways ways) {
        return switch (condition) {
            case WriteCondition.Always always -> ways.always.get();
            case WriteCondition.Absent absent -> ways.absent.get();
            case WriteCondition.Unchanged unchanged -> {
                requireUnchanged(name, unchanged.version());
                try {
                    yield ways.update.get();
                } catch (SecretNotFoundException e) {
                    throw new WriteConflictException(vault, name);
                }
            }
        };
    }

    /**
     * Checks the size of a value before it is sent.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when it is empty or too large
     */
    public void requireSize(String name, Secret value) {
        int bytes = value.reveal().getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > largestValue) {
            throw VaultAttempt.writing(vault, name)
                    .failed(
                            ErrorCode.VAULT_SETTINGS,
                            "its value is " + (bytes == 0 ? "empty" : "larger than " + (largestValue >> 10) + " KiB"),
                            "the service takes 1 to " + largestValue + " bytes; nothing was written",
                            null);
        }
    }

    /**
     * Makes sure that a secret is what an earlier read found.
     *
     * @throws WriteConflictException when it has another version, or is gone
     * @throws VaultException when it cannot be read
     */
    public void requireUnchanged(String name, String version) {
        boolean unchanged;
        try {
            unchanged = reader.apply(name).version().equals(version);
        } catch (SecretNotFoundException e) {
            unchanged = false;
        }
        if (!unchanged) {
            throw new WriteConflictException(vault, name);
        }
    }
}
