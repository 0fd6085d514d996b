package io.envdrift.levels.protocol;

import io.envdrift.json.JsonException;
import java.util.Locale;

/** How the proof of a client-managed key is made. */
public enum ProofKind {
    /** The original's: it covers 32 bytes of the key, and is the data key itself for a key of that length. */
    V1,
    /** Ours, of strict projects: derived from the data key; the original's clients can read such a project, not write it. */
    V2;

    /** Returns the word of the protocol, for example {@code v2}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a word.
     *
     * @throws JsonException when it is another one
     */
    public static ProofKind of(String word) {
        return switch (word) {
            case "v1" -> V1;
            case "v2" -> V2;
            default -> throw new JsonException("proof is v1 or v2");
        };
    }
}
