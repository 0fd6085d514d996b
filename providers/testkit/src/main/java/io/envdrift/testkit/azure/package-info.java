/** A fake of Azure Key Vault and of the services that give out its tokens, over their real wire protocols. */
@NullMarked
package io.envdrift.testkit.azure;

import org.jspecify.annotations.NullMarked;
