/** The command line: parse, call one workflow, render. */
@NullMarked
package io.envdrift.cli;

import org.jspecify.annotations.NullMarked;
