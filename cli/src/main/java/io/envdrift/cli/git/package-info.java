/** {@code envdrift git}: files that git sees encrypted. */
@NullMarked
package io.envdrift.cli.git;

import org.jspecify.annotations.NullMarked;
