/** MicroProfile Config's side of envdrift: env files as sources, decrypted in memory when the configuration is made. */
@NullMarked
package io.envdrift.microprofile;

import org.jspecify.annotations.NullMarked;
