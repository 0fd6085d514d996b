/** An application that uses the library, for people to read and run. */
@NullMarked
package io.envdrift.vaultenv.example;

import org.jspecify.annotations.NullMarked;
