/** Drift reports of CI jobs: taken with a token that can do nothing else, kept for a time, read by operators and owners. */
@Internal
@NullMarked
package io.envdrift.server.api.reports;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
