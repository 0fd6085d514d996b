/** The configuration: {@code envdrift.toml}, {@code pyproject.toml} and {@code pair.txt} become immutable records. */
@NullMarked
package io.envdrift.config;

import org.jspecify.annotations.NullMarked;
