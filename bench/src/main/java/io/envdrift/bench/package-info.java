/** Benchmarks of single operations. */
@NullMarked
package io.envdrift.bench;

import org.jspecify.annotations.NullMarked;
