/** What is made from the command line's own description: completions, man pages, the reference. */
@Internal
@NullMarked
package io.envdrift.cli.pages;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
