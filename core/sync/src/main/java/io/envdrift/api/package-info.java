/** envdrift for programs: {@link io.envdrift.api.Envdrift} does what the commands do, and returns what they print. */
@NullMarked
package io.envdrift.api;

import org.jspecify.annotations.NullMarked;
