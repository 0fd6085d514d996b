/** Vaults in AWS Secrets Manager. */
@NullMarked
package io.envdrift.provider.aws;

import org.jspecify.annotations.NullMarked;
