/** What git knows of the work tree, asked with as few processes as possible and without running its configuration. */
@NullMarked
package io.envdrift.git;

import org.jspecify.annotations.NullMarked;
