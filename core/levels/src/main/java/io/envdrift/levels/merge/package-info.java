/**
 * The texts of levels: read with the project's own grammar, merged with their origin, resolved as a graph. Knows no server, no key and
 * no file, so the server merges with it too where it holds the key.
 */
@NullMarked
package io.envdrift.levels.merge;

import org.jspecify.annotations.NullMarked;
