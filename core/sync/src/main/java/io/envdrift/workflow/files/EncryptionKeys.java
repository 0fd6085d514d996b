package io.envdrift.workflow.files;

import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyNames;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the keys of an encryption come from.
 *
 * @param file the keys file
 * @param names the names the keys have; empty to take them from the env file's header or name
 * @param fromVault the vault's key, for an ephemeral mapping: then the keys file is neither read nor written
 * @param policy what may be done about keys
 */
public record EncryptionKeys(Path file, Optional<KeyNames> names, Optional<KeyList> fromVault, KeyPolicy policy) {}
