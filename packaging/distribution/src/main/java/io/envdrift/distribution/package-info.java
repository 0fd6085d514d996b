/** Makes the trees of files that people install; runs in the build, and is in no archive. */
@NullMarked
package io.envdrift.distribution;

import org.jspecify.annotations.NullMarked;
