/** A program as an application would be written, in a package that sees only what is public. */
@NullMarked
package io.envdrift.levels.example;

import org.jspecify.annotations.NullMarked;
