/** Text of .env files: a lossless document, its grammar, name filters and interpolation. */
@NullMarked
package io.envdrift.dotenv;

import org.jspecify.annotations.NullMarked;
