/** Files that git sees encrypted: what its filter, diff driver and merge driver do, and how they come and go. */
@NullMarked
package io.envdrift.workflow.gitfilter;

import org.jspecify.annotations.NullMarked;
