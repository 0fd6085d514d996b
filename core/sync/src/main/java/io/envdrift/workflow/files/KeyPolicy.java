package io.envdrift.workflow.files;

/**
 * What an encryption may do about keys.
 *
 * @param trustHeader whether the public key in the file is used although no private key at hand confirms it
 * @param mint whether a new key pair may be made where there is none
 */
public record KeyPolicy(boolean trustHeader, Minting mint) {
    /** Whether a key pair may be made. */
    public enum Minting {
        /** Make it. */
        ALLOWED,
        /** Refuse: the team's key was expected. */
        REFUSED
    }
}
