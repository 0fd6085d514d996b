/** A vault that is one encrypted file of the project, for quick starts, air-gapped teams, tests and demos. */
@Internal
@NullMarked
package io.envdrift.provider.local;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
