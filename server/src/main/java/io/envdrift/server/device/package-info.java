/** The device API: register, approve, list, revoke. */
@NullMarked
package io.envdrift.server.device;

import org.jspecify.annotations.NullMarked;
