/** Child processes: in the place of this one where the platform can, else beside it with signals forwarded. */
@Internal
@NullMarked
package io.envdrift.process;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
