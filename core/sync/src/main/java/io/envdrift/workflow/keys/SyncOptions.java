package io.envdrift.workflow.keys;

import io.envdrift.sync.SyncMode;
import java.util.Optional;

/**
 * What a sync shall do.
 *
 * @param profile the profile whose mappings are taken besides the untagged ones
 * @param verify whether nothing is written and every difference is an error
 * @param dryRun whether nothing is written and the rows say what would be
 * @param checkDecryption whether every env file must open with its vault's key
 */
public record SyncOptions(Optional<String> profile, boolean verify, boolean dryRun, boolean checkDecryption) {
    /** Returns the options of a plain sync. */
    public static SyncOptions plain(Optional<String> profile) {
        return new SyncOptions(profile, false, false, false);
    }

    SyncMode mode(boolean requireMatchingKey) {
        return new SyncMode(verify, verify, checkDecryption, requireMatchingKey);
    }
}
