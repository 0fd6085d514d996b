package io.envdrift.vaultenv;

/** Shows a value without giving it away. */
public final class Masking {
    private static final int SHOWN = 4;
    private static final String HIDDEN = "****";

    private Masking() {}

    /** Returns the first and the last four characters of a text of more than eight, and only stars for others. */
    public static String mask(String value) {
        return value.length() <= 2 * SHOWN
                ? HIDDEN
                : value.substring(0, SHOWN) + "..." + value.substring(value.length() - SHOWN);
    }
}
