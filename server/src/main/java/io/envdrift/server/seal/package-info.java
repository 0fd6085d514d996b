/** Secrets at rest: the server's master key and what it seals. */
@Internal
@NullMarked
package io.envdrift.server.seal;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
