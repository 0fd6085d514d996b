/** Env files: encrypted, decrypted, read and edited; {@code lock} and {@code pull} over all of them. */
@NullMarked
package io.envdrift.workflow.files;

import org.jspecify.annotations.NullMarked;
