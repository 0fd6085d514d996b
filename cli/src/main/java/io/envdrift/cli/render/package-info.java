/** Reports as text, JSON and workflow annotations. */
@NullMarked
package io.envdrift.cli.render;

import org.jspecify.annotations.NullMarked;
