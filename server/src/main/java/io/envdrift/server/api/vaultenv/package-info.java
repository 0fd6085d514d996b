/** The vault-env protocol: projects, devices, environments and their versions, for callers who sign. */
@NullMarked
package io.envdrift.server.api.vaultenv;

import org.jspecify.annotations.NullMarked;
