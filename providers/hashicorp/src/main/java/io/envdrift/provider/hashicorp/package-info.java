/** HashiCorp Vault as a provider: secrets of its key-value engine. */
@NullMarked
package io.envdrift.provider.hashicorp;

import org.jspecify.annotations.NullMarked;
