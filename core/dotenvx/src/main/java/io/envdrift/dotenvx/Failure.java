package io.envdrift.dotenvx;

import io.envdrift.dotenv.Assignment;

/**
 * A value that could not be decrypted, or not be written back.
 *
 * @param name the name of the variable
 * @param line its line, from 1
 * @param reason why
 * @param detail where the unusable key is and what is wrong with it; empty where there is none
 */
public record Failure(String name, int line, Reason reason, String detail) {
    /** Creates a failure without a detail. */
    public Failure(String name, int line, Reason reason) {
        this(name, line, reason, "");
    }

    /** Why a value stays encrypted. */
    public enum Reason {
        /** There was no private key to try. */
        NO_KEY("no private key is at hand"),
        /** The text in the place of the key is no private key. */
        UNUSABLE_KEY("what is there is no private key"),
        /** None of the keys at hand belongs to a public key of the file, and none opens the value. */
        WRONG_KEY("no private key at hand opens it"),
        /** The file's own key is at hand and does not open the value. */
        TAMPERED("it was changed, or encrypted for another key than the file names"),
        /** It starts like an encrypted value, but is none. */
        MALFORMED("it is no complete encrypted value"),
        /** It was decrypted, but no quotes of the format can hold what came out. */
        UNQUOTABLE("no quotes can hold its plaintext"),
        /** It was decrypted, but what came out begins like ciphertext, and nobody could tell it apart. */
        AMBIGUOUS("its plaintext begins with 'encrypted:' and would be taken for ciphertext");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** Returns the reason as part of a sentence. */
        public String text() {
            return text;
        }
    }

    /** Tells whether the value was opened, and only could not be written in the place of its ciphertext. */
    public boolean isOpened() {
        return reason == Reason.UNQUOTABLE || reason == Reason.AMBIGUOUS;
    }

    static Failure of(Assignment assignment, Reason reason) {
        return new Failure(assignment.name(), assignment.line(), reason);
    }

    /** Returns one line for people; it holds no value. */
    public String message() {
        return name + " (line " + line + "): " + text();
    }

    /** Returns the reason as part of a sentence. */
    public String text() {
        return detail.isEmpty()
                ? reason.text()
                : reason == Reason.UNUSABLE_KEY ? detail : reason.text() + "; " + detail;
    }
}
