/** envdrift in a Maven build: the drift gate, and programs with the values of encrypted files. */
@NullMarked
package io.envdrift.maven;

import org.jspecify.annotations.NullMarked;
