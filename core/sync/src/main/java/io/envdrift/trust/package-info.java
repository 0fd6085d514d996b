/** Which hosts and certificate authorities this user trusts with a credential. */
@NullMarked
package io.envdrift.trust;

import org.jspecify.annotations.NullMarked;
