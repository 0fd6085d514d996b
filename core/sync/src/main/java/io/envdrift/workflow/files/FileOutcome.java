package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenvx.GateFinding;
import java.util.List;

/** The result for one env file. */
public sealed interface FileOutcome {
    /**
     * Its values are plaintext now.
     *
     * @param values how many were decrypted
     * @param remarks what of the file no reader reads as it was meant
     */
    record Decrypted(int values, List<GateFinding> remarks) implements FileOutcome {
        /** Copies the list. */
        public Decrypted {
            remarks = List.copyOf(remarks);
        }
    }

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
     * Its values were encrypted already; the line of its public key was missing, and was written anew.
     *
     * @param variable the name in that line
     * @param fingerprint of the key
     */
    record Headed(String variable, String fingerprint) implements FileOutcome {}

    /**
     * A check found that its values are encrypted, and that the line of its public key is missing.
     *
     * @param variable the name in that line
     */
    record WouldHead(String variable) implements FileOutcome {}

    /**
     * A check found that it would be encrypted.
     *
     * @param findings the values that are plaintext
     * @param mixed whether others are encrypted already
     */
    record WouldEncrypt(List<GateFinding> findings, boolean mixed) implements FileOutcome {
        /** Copies the list. */
        public WouldEncrypt {
            findings = List.copyOf(findings);
        }
    }

    /**
     * It was left as it is.
     *
     * @param reason why
     * @param remarks what of the file no reader reads as it was meant
     */
    record Unchanged(String reason, List<GateFinding> remarks) implements FileOutcome {
        /** Copies the list. */
        public Unchanged {
            remarks = List.copyOf(remarks);
        }

        /** A file without anything to remark. */
        public Unchanged(String reason) {
            this(reason, List.of());
        }
    }

    /**
     * It was left as it is, because none of the names that were asked for has a value to change.
     *
     * @param reason which values these would be
     */
    record NothingSelected(String reason) implements FileOutcome {}

    /**
     * It was left out, and that is no failure.
     *
     * @param reason why
     * @param remarks why the gates refuse the file nevertheless
     */
    record Skipped(String reason, List<GateFinding> remarks) implements FileOutcome {
        /** Copies the list. */
        public Skipped {
            remarks = List.copyOf(remarks);
        }

        /** A file without anything to remark. */
        public Skipped(String reason) {
            this(reason, List.of());
        }
    }

    /**
     * Several files could be meant, so none was taken, and that is no failure.
     *
     * @param reason which these are, and how to name one
     */
    record Ambiguous(String reason) implements FileOutcome {}

    /**
     * It is not as it should be.
     *
     * @param failure why
     * @param line the first line at fault, from 1; 0 when no single one is
     * @param findings all of what was found in its text, where that is what is wrong
     */
    record Failed(EnvdriftException failure, int line, List<GateFinding> findings) implements FileOutcome {
        /** Copies the list. */
        public Failed {
            findings = List.copyOf(findings);
        }

        /** A failure, with what was found in the file's text where that is the reason. */
        public Failed(EnvdriftException failure, int line) {
            this(
                    failure,
                    failure instanceof UnsoundFileException unsound
                            ? unsound.findings().getFirst().line()
                            : line,
                    failure instanceof UnsoundFileException unsound ? unsound.findings() : List.of());
        }
    }

    /** Tells whether it was left out, and that is no failure. */
    default boolean isLeftOut() {
        return this instanceof Skipped || this instanceof Ambiguous;
    }

    /** Tells whether the file is not as it should be. */
    default boolean isError() {
        return switch (this) {
            case Decrypted any -> false;
            case Encrypted any -> false;
            case Headed any -> false;
            case Unchanged any -> false;
            case NothingSelected any -> false;
            case Skipped any -> false;
            case Ambiguous any -> false;
            case WouldEncrypt any -> true;
            case WouldHead any -> true;
            case Failed any -> true;
        };
    }
}
