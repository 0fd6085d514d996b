/** The web page: files of the jar under {@code /ui/}, with the headers that bind a browser to them. */
@Internal
@NullMarked
package io.envdrift.server.ui;

import io.envdrift.base.Internal;
import org.jspecify.annotations.NullMarked;
