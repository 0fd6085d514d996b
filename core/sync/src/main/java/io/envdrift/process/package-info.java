/** Child processes: in the place of this one where the platform can, else beside it with signals forwarded. */
@NullMarked
package io.envdrift.process;

import org.jspecify.annotations.NullMarked;
