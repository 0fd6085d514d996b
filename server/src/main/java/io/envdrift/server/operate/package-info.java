/** What an operator does: back up, restore, change the master key, measure. */
@NullMarked
package io.envdrift.server.operate;

import org.jspecify.annotations.NullMarked;
