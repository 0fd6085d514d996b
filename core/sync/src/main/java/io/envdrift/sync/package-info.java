/** Plans and applies the way of keys from vaults into keys files. */
@NullMarked
package io.envdrift.sync;

import org.jspecify.annotations.NullMarked;
