/** How a call is answered: read, identified, gated, run in its transaction, remembered and logged. */
@NullMarked
package io.envdrift.server.call;

import org.jspecify.annotations.NullMarked;
