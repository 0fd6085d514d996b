/** What client and server of the levels share: paths, key derivation, proofs, blobs, and the messages of the calls. */
@NullMarked
package io.envdrift.levels.protocol;

import org.jspecify.annotations.NullMarked;
