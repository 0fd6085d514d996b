/** Identity providers (OpenID): whose tokens the APIs take beside their own, and what is checked of them. Knows no API. */
@NullMarked
package io.envdrift.server.identity;

import org.jspecify.annotations.NullMarked;
