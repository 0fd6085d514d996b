/** The API that reads the audit log. */
@NullMarked
package io.envdrift.server.audit;

import org.jspecify.annotations.NullMarked;
