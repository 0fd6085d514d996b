/** The commands of {@code envdrift levels}. */
@NullMarked
package io.envdrift.cli.levels;

import org.jspecify.annotations.NullMarked;
