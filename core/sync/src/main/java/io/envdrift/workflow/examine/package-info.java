/** What is there, and whether it fits: {@code status}, {@code doctor} and the check before a commit. */
@NullMarked
package io.envdrift.workflow.examine;

import org.jspecify.annotations.NullMarked;
