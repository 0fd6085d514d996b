/** The secrets API: push, pull, versions, roll back. */
@NullMarked
package io.envdrift.server.secrets;

import org.jspecify.annotations.NullMarked;
