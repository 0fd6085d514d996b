/** What is made from the command line's own description: completions, man pages, the reference. */
@NullMarked
package io.envdrift.cli.pages;

import org.jspecify.annotations.NullMarked;
