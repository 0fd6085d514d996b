package io.envdrift.microprofile;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.OneLine;

/** Failures and warnings as one line: runtimes show the message of an exception only. */
final class Line {
    private static final System.Logger LOG = System.getLogger("io.envdrift.microprofile");

    private Line() {}

    /** Returns the failure with code and hint in its message. */
    static EnvdriftException of(EnvdriftException failure) {
        return new EnvdriftException(
                failure.code(), OneLine.withHint(failure), failure.hint().orElse(null), failure);
    }

    static void warn(String text) {
        LOG.log(System.Logger.Level.WARNING, OneLine.of(text));
    }
}
