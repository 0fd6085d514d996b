/** The server's command line. */
@Internal
@NullMarked
package io.envdrift.server.command;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
