/** Where a framework's configuration takes values from: env files, vault-env, levels, EnvSync, by one grammar of locations. */
@NullMarked
package io.envdrift.sources;

import org.jspecify.annotations.NullMarked;
