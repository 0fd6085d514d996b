/** The least that reads one secret with each cloud's SDK: what a cold {@code sync} is compared with. */
@NullMarked
package io.envdrift.bench.minimal;

import org.jspecify.annotations.NullMarked;
