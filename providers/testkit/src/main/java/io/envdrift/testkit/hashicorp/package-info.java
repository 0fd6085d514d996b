/** A fake of HashiCorp Vault that speaks its wire protocol and refuses what the real one refuses. */
@NullMarked
package io.envdrift.testkit.hashicorp;

import org.jspecify.annotations.NullMarked;
