package io.envdrift.workflow.keys;

import io.envdrift.dotenvx.GateFinding;
import io.envdrift.sync.KeyFit;
import java.util.List;

/** Whether a vault's key opens an env file. Everything but {@link InSync} is a failure. */
public sealed interface VaultVerdict {
    /**
     * Every value is encrypted and opens with the vault's key.
     *
     * @param values how many values were opened
     */
    record InSync(int values) implements VaultVerdict {}

    /**
     * The file is encrypted, and to another key.
     *
     * @param reason one line, without values
     * @param line the first line that does not open, from 1; 0 when no single one is at fault
     * @param fit whether the keys file's key belongs to the file, which decides about the way out
     */
    record WrongKey(String reason, int line, KeyFit fit) implements VaultVerdict {}

    /** The vault has the file's own key, but a value or the header was changed; the first components of {@link WrongKey}. */
    record Damaged(String reason, int line) implements VaultVerdict {}

    /**
     * The file is plaintext, or in part, or holds text that is no value.
     *
     * @param reason one line, without values
     * @param line the first line at fault, from 1; 0 when no single one is
     * @param findings all of what was found; empty when there is nothing that could be encrypted
     */
    record NotEncrypted(String reason, int line, List<GateFinding> findings) implements VaultVerdict {
        /** Copies the list. */
        public NotEncrypted {
            findings = List.copyOf(findings);
        }
    }
}
