package io.envdrift.process;

/** Names and numbers of signals as the launchers and the C library use them. */
final class SignalNames {
    /** The signals that were ignored when the launcher was started, as a hexadecimal number; for envdrift alone. */
    static final String IGNORED_VARIABLE = "ENVDRIFT_IGNORED_SIGNALS";

    /** {@code SIG_SETMASK}. */
    static final int SET_MASK = System.getProperty("os.name", "").startsWith("Mac") ? 3 : 2;

    private SignalNames() {}

    /** Tells whether the launcher saw that a signal was ignored. */
    static boolean wasIgnored(int number) {
        String told = System.getenv(IGNORED_VARIABLE);
        try {
            return told != null && (Long.parseUnsignedLong(told, 16) & 1L << (number - 1)) != 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
