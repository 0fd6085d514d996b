/** The server's command line. */
@NullMarked
package io.envdrift.server.command;

import org.jspecify.annotations.NullMarked;
