/** Secrets at rest: the server's master key and what it seals. */
@NullMarked
package io.envdrift.server.seal;

import org.jspecify.annotations.NullMarked;
