/** EnvSync: encrypted .env files per git branch, for callers with tokens and roles. */
@NullMarked
package io.envdrift.server.api.envsync;

import org.jspecify.annotations.NullMarked;
