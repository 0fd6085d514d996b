/** Who may call what: identity by signature, the device gate, used signatures, limits. */
@NullMarked
package io.envdrift.server.access;

import org.jspecify.annotations.NullMarked;
