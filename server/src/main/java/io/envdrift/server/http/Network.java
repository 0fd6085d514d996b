package io.envdrift.server.http;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.WholeNumber;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** An address, or all addresses that start with the same bits, as in {@code 10.0.0.0/8} or {@code ::1}. */
public final class Network {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    /** Matches address literals only, so that no name is ever looked up: {@code 999.1.1.1} would be. */
    private static final Pattern LITERAL =
            Pattern.compile(OCTET + "(\\." + OCTET + "){3}|\\[?[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(%[0-9A-Za-z]+)?]?");

    private final byte[] address;
    private final int bits;

    private Network(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /**
     * Reads an address with or without a number of bits.
     *
     * @throws EnvdriftException {@code USAGE} when it is none
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        byte[] address = address(host).orElseThrow(() -> malformed(text)).getAddress();
        int all = address.length * Byte.SIZE;
        if (slash < 0) {
            return new Network(address, all);
        }
        long bits = WholeNumber.within(text.substring(slash + 1), 0, all).orElseThrow(() -> malformed(text));
        return new Network(address, (int) bits);
    }

    /** Reads an address; nothing when the text is a name or something else. */
    static Optional<InetAddress> address(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        if (bytes.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if ((bytes[bit / Byte.SIZE] & mask) != (address[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static EnvdriftException malformed(String text) {
        return new EnvdriftException(
                ErrorCode.USAGE, "'" + text + "' is no network", "write it as in 10.0.0.0/8 or ::1");
    }
}
