/** Reaches what the module of the client keeps to itself. */
@NullMarked
package io.envdrift.envsync.protocol;

import org.jspecify.annotations.NullMarked;
