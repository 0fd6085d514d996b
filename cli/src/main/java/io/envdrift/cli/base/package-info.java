/** What every command stands on: host, options, project, reporting. */
@Internal
@NullMarked
package io.envdrift.cli.base;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
