/** EnvSync for programs: encrypted .env files per git branch, pushed, pulled and compared. */
@NullMarked
package io.envdrift.envsync;

import org.jspecify.annotations.NullMarked;
