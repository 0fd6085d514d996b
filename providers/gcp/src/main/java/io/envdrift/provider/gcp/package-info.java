/** Vaults in Google Secret Manager. */
@Internal
@NullMarked
package io.envdrift.provider.gcp;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
