/** What people do with a vault-env project: one class per verb of the command line. */
@NullMarked
package io.envdrift.vaultenv.project;

import org.jspecify.annotations.NullMarked;
