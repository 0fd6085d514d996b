package io.envdrift.vault;

import java.util.Optional;

/** What must hold for a write to happen. */
public sealed interface WriteCondition {
    /** Nothing: the write replaces whatever is there. */
    record Always() implements WriteCondition {}

    /** The secret does not exist yet. */
    record Absent() implements WriteCondition {}

    /** The latest version is the one that was read. */
    record Unchanged(String version) implements WriteCondition {}

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
