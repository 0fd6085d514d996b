/** Vaults in Azure Key Vault, over the Azure SDK and our own transport. */
@NullMarked
package io.envdrift.provider.azure;

import org.jspecify.annotations.NullMarked;
