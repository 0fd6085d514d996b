/** One class per command: options in, one workflow, a report out. */
@NullMarked
package io.envdrift.cli.command;

import org.jspecify.annotations.NullMarked;
