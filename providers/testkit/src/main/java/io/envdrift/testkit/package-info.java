/** What tests of several modules need: the vault contract, faulty servers, faulty file operations, canaries. */
@NullMarked
package io.envdrift.testkit;

import org.jspecify.annotations.NullMarked;
