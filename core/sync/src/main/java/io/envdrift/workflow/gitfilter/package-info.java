/** Files that git sees encrypted: what its filter, diff driver and merge driver do, and how they come and go. */
@Internal
@NullMarked
package io.envdrift.workflow.gitfilter;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
