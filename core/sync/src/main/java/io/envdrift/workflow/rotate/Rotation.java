package io.envdrift.workflow.rotate;

import io.envdrift.base.EnvdriftException;

/** The result of a rotation for one file. */
public sealed interface Rotation {
    /**
     * It is encrypted with the new key.
     *
     * @param from the fingerprint of the key before
     * @param to the fingerprint of the key now
     * @param resumed whether the key was there already, from a rotation that was not finished
     */
    record Rotated(String from, String to, boolean resumed) implements Rotation {}

    /**
     * It had the newest key already, and only older keys were dropped, or the key was brought where it was missing.
     *
     * @param key the fingerprint of the key
     */
    record Completed(String key) implements Rotation {}

    /** It was left out, and that is no failure. */
    record Skipped(String reason) implements Rotation {}

    /**
     * Not everything asked for is so. Some key at hand opens the file all the same, if one did before.
     *
     * @param failure why
     * @param line the first line at fault, from 1; 0 when no single one is
     */
    record Failed(EnvdriftException failure, int line) implements Rotation {}
}
