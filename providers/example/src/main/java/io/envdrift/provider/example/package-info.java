/** An example: all that a new provider is made of. */
@NullMarked
package io.envdrift.provider.example;

import org.jspecify.annotations.NullMarked;
