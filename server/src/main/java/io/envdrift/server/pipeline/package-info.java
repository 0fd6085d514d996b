/** How a call of any API is answered: found, admitted, run in its transaction, logged. Knows no protocol. */
@NullMarked
package io.envdrift.server.pipeline;

import org.jspecify.annotations.NullMarked;
