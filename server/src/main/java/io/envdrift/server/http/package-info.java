/** The API over HTTP: routes, bodies, answers, TLS. */
@NullMarked
package io.envdrift.server.http;

import org.jspecify.annotations.NullMarked;
