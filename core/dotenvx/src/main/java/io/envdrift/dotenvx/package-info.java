/** The encryption scheme of dotenvx: key pairs, sealed values, encrypted .env files and the file of private keys. */
@NullMarked
package io.envdrift.dotenvx;

import org.jspecify.annotations.NullMarked;
