/** Fakes of AWS services that check what they are sent as AWS does. */
@NullMarked
package io.envdrift.testkit.aws;

import org.jspecify.annotations.NullMarked;
