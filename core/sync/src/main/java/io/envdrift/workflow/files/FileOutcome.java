package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import java.util.List;

/** What became of one env file. */
public sealed interface FileOutcome {
    /**
     * Its values are plaintext now.
     *
     * @param values how many were decrypted
     */
    record Decrypted(int values) implements FileOutcome {}

    /**
     * Its values are encrypted now.
     *
     * @param fresh how many got new ciphertext
     * @param kept how many got back the ciphertext that git knows
     * @param notes remarks, as in which public key was trusted
     */
    record Encrypted(int fresh, int kept, List<String> notes) implements FileOutcome {
        /** Copies the list. */
        public Encrypted {
            notes = List.copyOf(notes);
        }
    }

    /**
     * A check found that it would be encrypted.
     *
     * @param plaintext how many values are plaintext
     * @param mixed whether others are encrypted already
     */
    record WouldEncrypt(int plaintext, boolean mixed) implements FileOutcome {}

    /** It is as it should be. */
    record Unchanged(String reason) implements FileOutcome {}

    /** It was left out, and that is no failure. */
    record Skipped(String reason) implements FileOutcome {}

    /**
     * It is not as it should be.
     *
     * @param failure why
     * @param line the first line at fault, from 1; 0 when no single one is
     */
    record Failed(EnvdriftException failure, int line) implements FileOutcome {}

    /** Tells whether the file is not as it should be. */
    default boolean isError() {
        return switch (this) {
            case Decrypted any -> false;
            case Encrypted any -> false;
            case Unchanged any -> false;
            case Skipped any -> false;
            case WouldEncrypt any -> true;
            case Failed any -> true;
        };
    }
}
