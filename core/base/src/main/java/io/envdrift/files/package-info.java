/** The only way to write files: atomic replacement, owner-only modes, contained paths, locks. */
@NullMarked
package io.envdrift.files;

import org.jspecify.annotations.NullMarked;
