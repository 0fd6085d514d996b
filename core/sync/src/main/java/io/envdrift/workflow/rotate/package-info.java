/** Rotation: new keys for env files, in vault, keys file and file. */
@Internal
@NullMarked
package io.envdrift.workflow.rotate;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
