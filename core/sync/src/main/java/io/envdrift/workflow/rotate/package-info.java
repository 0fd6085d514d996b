/** Rotation: new keys for env files, in vault, keys file and file. */
@NullMarked
package io.envdrift.workflow.rotate;

import org.jspecify.annotations.NullMarked;
