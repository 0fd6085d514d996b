/** Branches of an EnvSync project as vaults: a secret's name is a variable of the branch's file. */
@Internal
@NullMarked
package io.envdrift.provider.envsync;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
