/** The web page: files of the jar under {@code /ui/}, with the headers that bind a browser to them. */
@NullMarked
package io.envdrift.server.ui;

import org.jspecify.annotations.NullMarked;
