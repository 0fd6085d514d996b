/** Which hosts and certificate authorities this user trusts with a credential. */
@Internal
@NullMarked
package io.envdrift.trust;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
