package io.envdrift.process;

/** What the launchers and the C library call things. */
final class SignalNames {
    /** The signals that were ignored when the launcher was started, as a hexadecimal number; for envdrift alone. */
    static final String IGNORED_VARIABLE = "ENVDRIFT_IGNORED_SIGNALS";

    /** {@code SIG_SETMASK}. */
    static final int SET_MASK = System.getProperty("os.name", "").startsWith("Mac") ? 3 : 2;

    private SignalNames() {}
}
