/** The merged levels of a path as vaults: a secret's name is a variable. */
@NullMarked
package io.envdrift.provider.levels;

import org.jspecify.annotations.NullMarked;
