/** The provider SPI: what a vault is, what it answers, and how it fails. */
@NullMarked
package io.envdrift.vault;

import org.jspecify.annotations.NullMarked;
