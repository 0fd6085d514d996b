package io.envdrift.vault;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
     * @param create makes the secret with this value; nothing where it exists, or names cannot be made
     * @param update replaces the latest version, or throws {@link SecretNotFoundException}
     * @param absent tells of a secret that was not made whether it counts as absent all the same
     */
    public record Ways(Supplier<Optional<String>> create, Supplier<String> update, BooleanSupplier absent) {}

    /**
     * Writes. Updates first where no condition is given: an identity that may only update must not need the right to create.
     *
     * @return the new version's name
     * @throws WriteConflictException when the condition does not hold; nothing was written
     * @throws VaultException when the service would not take the value, or a way throws it
     */
    public String put(String name, Secret value, WriteCondition condition, Ways ways) {
        requireSize(name, value);
        switch (condition) {
            case WriteCondition.Always always -> {
                try {
                    return ways.update.get();
                } catch (SecretNotFoundException e) {
                    // Somebody else may make it meanwhile.
                    return ways.create.get().orElseGet(ways.update);
                }
            }
            case WriteCondition.Absent absent -> {
                Optional<String> created = ways.create.get();
                if (created.isPresent()) {
                    return created.get();
                }
                if (ways.absent.getAsBoolean()) {
                    return ways.update.get();
                }
            }
            case WriteCondition.Unchanged unchanged -> {
                requireUnchanged(name, unchanged.version());
                try {
                    return ways.update.get();
                } catch (SecretNotFoundException e) {
                    // Gone: as good as changed.
                    throw new WriteConflictException(vault, name);
                }
            }
        }
        throw new WriteConflictException(vault, name);
    }

    /** Tells whether a read finds no such secret. */
    public boolean isMissing(String name) {
        try {
            var unused = reader.apply(name);
            return false;
        } catch (SecretNotFoundException e) {
            return true;
        }
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
        try {
            if (reader.apply(name).version().equals(version)) {
                return;
            }
        } catch (SecretNotFoundException e) {
            // Gone: as good as changed.
        }
        throw new WriteConflictException(vault, name);
    }
}
