/** Identity providers (OpenID): whose tokens the APIs take beside their own, and what is checked of them. Knows no API. */
@Internal
@NullMarked
package io.envdrift.server.identity;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
