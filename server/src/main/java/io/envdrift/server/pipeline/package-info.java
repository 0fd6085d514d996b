/** How a call of any API is answered: found, admitted, run in its transaction, logged. Knows no protocol. */
@Internal
@NullMarked
package io.envdrift.server.pipeline;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
