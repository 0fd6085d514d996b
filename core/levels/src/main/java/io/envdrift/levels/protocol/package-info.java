/** What client and server of the levels share: paths, key derivation, proofs and blobs. */
@NullMarked
package io.envdrift.levels.protocol;

import org.jspecify.annotations.NullMarked;
