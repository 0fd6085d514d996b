/** The merged levels of a path as vaults: a secret's name is a variable. */
@Internal
@NullMarked
package io.envdrift.provider.levels;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
