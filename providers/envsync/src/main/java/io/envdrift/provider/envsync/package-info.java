/** Branches of an EnvSync project as vaults: a secret's name is a variable of the branch's file. */
@NullMarked
package io.envdrift.provider.envsync;

import org.jspecify.annotations.NullMarked;
