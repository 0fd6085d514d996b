/** Keys between folders and vaults: {@code vault-push} and {@code vault-pull}. */
@Internal
@NullMarked
package io.envdrift.workflow.push;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
