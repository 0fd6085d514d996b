package io.envdrift.workflow;

import io.envdrift.base.Progress;
import io.envdrift.files.AtomicFile;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * What workflows use of their surroundings, besides vaults.
 *
 * @param files the one writer of files
 * @param clock the time of day, for the names of backups
 * @param randomness of keys and nonces; asked for when first needed, since it takes a while to start
 * @param progress is told about long work
 */
public record Ports(AtomicFile files, Clock clock, Supplier<SecureRandom> randomness, Progress progress) {
    /** Returns what makes keys and nonces. */
    public SecureRandom random() {
        return randomness.get();
    }
}
