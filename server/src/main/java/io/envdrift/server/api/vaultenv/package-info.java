/** The vault-env protocol: projects, devices, environments and their versions, for callers who sign. */
@Internal
@NullMarked
package io.envdrift.server.api.vaultenv;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
