/** The API over HTTP: routes, bodies, answers, TLS. */
@Internal
@NullMarked
package io.envdrift.server.http;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
