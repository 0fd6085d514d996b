package io.envdrift.server.pipeline;

/** The group that an address is counted as. */
public final class CallerAddress {
    private static final int GROUPS = 8;

    private CallerAddress() {}

    /** Whoever has one IPv6 address usually has 2^64 of them, so these count as one. */
    public static String group(String address) {
        if (!address.contains(":")) {
            return address;
        }
        String[] groups = address.split(":", -1);
        return groups.length == GROUPS ? String.join(":", groups[0], groups[1], groups[2], groups[3]) : address;
    }
}
