/** The self-hosted blob store: settings, assembly, start and stop. */
@NullMarked
package io.envdrift.server;

import org.jspecify.annotations.NullMarked;
