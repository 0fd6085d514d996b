/** Hierarchical secrets (the DotEnv protocol): levels are parsed, merged, resolved and written out by the client. */
@NullMarked
package io.envdrift.levels;

import org.jspecify.annotations.NullMarked;
