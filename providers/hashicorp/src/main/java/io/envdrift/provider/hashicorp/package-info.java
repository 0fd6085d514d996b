/** HashiCorp Vault as a provider: secrets of its key-value engine. */
@Internal
@NullMarked
package io.envdrift.provider.hashicorp;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
