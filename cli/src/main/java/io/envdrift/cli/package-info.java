/** The command line: parse, call one workflow, render. */
@Internal
@NullMarked
package io.envdrift.cli;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
