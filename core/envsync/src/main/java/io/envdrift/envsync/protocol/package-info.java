/** What travels between an EnvSync client and server, and what is inside the ciphertext. */
@NullMarked
package io.envdrift.envsync.protocol;

import org.jspecify.annotations.NullMarked;
