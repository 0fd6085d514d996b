/** Vaults in AWS Secrets Manager. */
@Internal
@NullMarked
package io.envdrift.provider.aws;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
