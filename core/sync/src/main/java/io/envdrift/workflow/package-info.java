/** What all workflows share: the project, its ports, and what git knows of it. The verbs are in the packages below. */
@Internal
@NullMarked
package io.envdrift.workflow;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
