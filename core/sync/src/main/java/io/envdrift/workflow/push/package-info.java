/** Keys between folders and vaults: {@code vault-push} and {@code vault-pull}. */
@NullMarked
package io.envdrift.workflow.push;

import org.jspecify.annotations.NullMarked;
