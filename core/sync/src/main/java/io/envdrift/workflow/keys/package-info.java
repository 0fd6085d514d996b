/** Keys files: synced with the vaults, verified, read by file. */
@NullMarked
package io.envdrift.workflow.keys;

import org.jspecify.annotations.NullMarked;
