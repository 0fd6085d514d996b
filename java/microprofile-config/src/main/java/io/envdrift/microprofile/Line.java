package io.envdrift.microprofile;

import io.envdrift.base.EnvdriftException;

/** Failures and warnings as one line: runtimes show the message of an exception only. */
final class Line {
    private static final System.Logger LOG = System.getLogger("io.envdrift.microprofile");

    private Line() {}

    /** Returns the failure with code and hint in its message. */
    static EnvdriftException of(EnvdriftException failure) {
        String hint = failure.hint().map(text -> ": " + text).orElse("");
        return new EnvdriftException(
                failure.code(),
                clean(failure.getMessage() + " [" + failure.code().id() + "]" + hint),
                failure.hint().orElse(null),
                failure);
    }

    static void warn(String text) {
        LOG.log(System.Logger.Level.WARNING, clean(text));
    }

    /** A file or variable may be named so that it would make lines of its own. */
    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
