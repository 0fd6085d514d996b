/** What an operator does: back up, restore, change the master key, measure. */
@Internal
@NullMarked
package io.envdrift.server.operate;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
