/** Vaults in Google Secret Manager. */
@NullMarked
package io.envdrift.provider.gcp;

import org.jspecify.annotations.NullMarked;
