/** What git knows of the work tree, asked with as few processes as possible and without running its configuration. */
@Internal
@NullMarked
package io.envdrift.git;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
