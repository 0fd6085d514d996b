/** One class per command: options in, one workflow, a report out. */
@Internal
@NullMarked
package io.envdrift.cli.command;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
