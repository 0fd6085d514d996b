/** One HTTP transport and one retry policy, for every vault and every SDK. */
@NullMarked
package io.envdrift.http;

import org.jspecify.annotations.NullMarked;
