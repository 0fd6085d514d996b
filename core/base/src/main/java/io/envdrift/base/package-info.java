/** The error root, the type for secrets, and deadlines: what every other package builds on. */
@NullMarked
package io.envdrift.base;

import org.jspecify.annotations.NullMarked;
