/** One class per verb: what the command line does, and any program can. */
@NullMarked
package io.envdrift.workflow;

import org.jspecify.annotations.NullMarked;
