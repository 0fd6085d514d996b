package io.envdrift.sync;

import io.envdrift.config.Mapping;
import io.envdrift.pool.SecretReference;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A mapping whose secret is to be read.
 *
 * @param reference the secret
 * @param envFile the env file, where there is exactly one
 * @param reasonToSkip why the mapping is skipped although its secret is read
 */
record Target(Mapping mapping, SecretReference reference, Optional<Path> envFile, Optional<String> reasonToSkip) {}
