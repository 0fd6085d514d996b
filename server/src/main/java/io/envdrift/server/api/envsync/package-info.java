/** EnvSync: encrypted .env files per git branch, for callers with tokens and roles. */
@Internal
@NullMarked
package io.envdrift.server.api.envsync;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
