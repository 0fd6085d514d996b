package io.envdrift.workflow.files;

import java.util.Optional;

/**
 * What a lock shall do.
 *
 * @param profile the profile whose mappings are taken besides the untagged ones
 * @param check whether nothing is written and everything that would be is an error
 * @param verifyVault whether nothing is encrypted unless all local keys equal the vault's
 * @param syncKeys whether the keys are brought from the vault first
 * @param trustHeader whether a file's public key is used although no key at hand confirms it
 */
public record LockOptions(
        Optional<String> profile, boolean check, boolean verifyVault, boolean syncKeys, boolean trustHeader) {}
