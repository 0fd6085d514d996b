/** The commands of {@code envdrift envsync}. */
@NullMarked
package io.envdrift.cli.envsync;

import org.jspecify.annotations.NullMarked;
