package io.envdrift.workflow.files;

import java.util.Optional;

/**
 * Options of a pull.
 *
 * @param profile the profile whose mappings are taken besides the untagged ones, and whose copies are activated
 * @param skipSync whether keys files are left as they are; ephemeral keys are fetched all the same
 */
public record PullOptions(Optional<String> profile, boolean skipSync) {
    /** Returns the options of a plain pull, which brings keys first. */
    public static PullOptions plain(Optional<String> profile) {
        return new PullOptions(profile, false);
    }

    /** Returns the same options for a pull that leaves keys files as they are. */
    public PullOptions withoutSync() {
        return new PullOptions(profile, true);
    }
}
