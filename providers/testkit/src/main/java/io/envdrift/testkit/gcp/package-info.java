/** Google Secret Manager and the services that give out tokens for it, over their REST protocols. */
@NullMarked
package io.envdrift.testkit.gcp;

import org.jspecify.annotations.NullMarked;
