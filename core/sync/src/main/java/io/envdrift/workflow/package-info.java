/** What all workflows share: the project, its ports, and what git knows of it. The verbs are in the packages below. */
@NullMarked
package io.envdrift.workflow;

import org.jspecify.annotations.NullMarked;
