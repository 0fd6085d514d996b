/** The project API: create a project, set its key. */
@NullMarked
package io.envdrift.server.project;

import org.jspecify.annotations.NullMarked;
