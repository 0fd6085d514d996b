/** Tests of the archives, from outside: unpacked, moved, tampered with. */
@NullMarked
package io.envdrift.distribution;

import org.jspecify.annotations.NullMarked;
