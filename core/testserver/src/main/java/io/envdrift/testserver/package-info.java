/** A loopback HTTP and HTTPS server for tests, which answers and misbehaves as a test wants. */
@NullMarked
package io.envdrift.testserver;

import org.jspecify.annotations.NullMarked;
