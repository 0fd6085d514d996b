/** Levels: hierarchical secrets in organizations, with keys that the server or the clients hold (the DotEnv protocol). */
@NullMarked
package io.envdrift.server.api.levels;

import org.jspecify.annotations.NullMarked;
