package io.envdrift.workflow.files;

import java.util.Optional;

/**
 * What a pull shall do.
 *
 * @param profile the profile whose mappings are taken besides the untagged ones, and whose copies are activated
 * @param skipSync whether keys files are left as they are; ephemeral keys are fetched all the same
 */
public record PullOptions(Optional<String> profile, boolean skipSync) {}
