/** Levels: hierarchical secrets in organizations, with keys that the server or the clients hold (the DotEnv protocol). */
@Internal
@NullMarked
package io.envdrift.server.api.levels;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
