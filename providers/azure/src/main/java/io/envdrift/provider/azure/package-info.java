/** Vaults in Azure Key Vault, over the Azure SDK and our own transport. */
@Internal
@NullMarked
package io.envdrift.provider.azure;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
