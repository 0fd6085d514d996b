/** Key derivation and authenticated encryption over the JDK's own implementations. */
@NullMarked
package io.envdrift.crypto;

import org.jspecify.annotations.NullMarked;
