/** What people do with a vault-env project: one class per verb of the command line. */
@Internal
@NullMarked
package io.envdrift.vaultenv.project;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
