/** The database: pools, transactions, and one class per table. */
@NullMarked
package io.envdrift.server.store;

import org.jspecify.annotations.NullMarked;
