/** For tests with JUnit 5 and 6: a temporary project with a vault in memory, and the values of encrypted files as parameters. */
@NullMarked
package io.envdrift.junit;

import org.jspecify.annotations.NullMarked;
