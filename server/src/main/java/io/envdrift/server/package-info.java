/** The self-hosted blob store: settings, assembly, start and stop. */
@Internal
@NullMarked
package io.envdrift.server;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
