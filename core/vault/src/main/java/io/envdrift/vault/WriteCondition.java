package io.envdrift.vault;

import java.util.Optional;

/** What must hold for a write to happen. */
public sealed interface WriteCondition {
    /** No condition: the write replaces whatever is there. */
    record Always() implements WriteCondition {}

    /** The secret does not exist yet. */
    record Absent() implements WriteCondition {}

    /** The latest version is the one that was read. */
    record Unchanged(String version) implements WriteCondition {}

    /**
     * Tells whether a write may happen.
     *
     * @param version the latest one that is there; nothing where the secret does not exist
     */
    default boolean allows(Optional<String> version) {
        return switch (this) {
            case Always always -> true;
            case Absent absent -> version.isEmpty();
            case Unchanged(var read) -> version.equals(Optional.of(read));
        };
    }

    /** Nothing must hold. */
    static WriteCondition always() {
        return new Always();
    }

    /** The state that an earlier read found must still be there. */
    static WriteCondition unchangedSince(Optional<VaultSecret> read) {
        return read.<WriteCondition>map(secret -> new Unchanged(secret.version()))
                .orElseGet(Absent::new);
    }
}
