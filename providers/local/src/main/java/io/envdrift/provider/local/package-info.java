/** A vault that is one encrypted file of the project, for quick starts, air-gapped teams, tests and demos. */
@NullMarked
package io.envdrift.provider.local;

import org.jspecify.annotations.NullMarked;
