/** Spring Boot's side of envdrift: env files as imported configuration, decrypted in memory when an application starts. */
@NullMarked
package io.envdrift.spring;

import org.jspecify.annotations.NullMarked;
