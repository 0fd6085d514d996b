/** What every command stands on: host, options, project, reporting. */
@NullMarked
package io.envdrift.cli.base;

import org.jspecify.annotations.NullMarked;
