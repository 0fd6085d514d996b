/** The database: pools, transactions, and one class per table. */
@Internal
@NullMarked
package io.envdrift.server.store;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
