/** Key derivation and authenticated encryption over the JDK's own implementations. */
@Internal
@NullMarked
package io.envdrift.crypto;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
