package io.envdrift.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that {@code NO_PROXY} excepts: names (which cover their subdomains, with or without a leading dot),
 * addresses, {@code CIDR} blocks for literal addresses, each perhaps with a port, and {@code *} for everything. Names are
 * never looked up for it.
 */
record NoProxy(List<Entry> entries) {
    private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");
    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern IPV4 = Pattern.compile("(?:" + OCTET + "\\.){3}" + OCTET);
    private static final Pattern ENTRY =
            Pattern.compile("(\\[[^]]+]|[^:/]+|[^/]*:[^/]*:[^/]*)(?:/(\\d{1,3}))?(?::(\\d{1,5}))?");

    /**
     * One exception.
     *
     * @param host a name without leading dot, an address, or {@code *}
     * @param prefix how many leading bits of an address count, -1 for all
     * @param port the only port it holds for, -1 for all
     */
    record Entry(String host, int prefix, int port) {}

    static NoProxy parse(String list) {
        List<Entry> entries = new ArrayList<>();
        for (String item : SEPARATORS.splitAsStream(list.strip()).toList()) {
            Matcher matcher = ENTRY.matcher(item.toLowerCase(Locale.ROOT));
            if (matcher.matches()) {
                String host = unbracketed(matcher.group(1));
                host = host.startsWith("*.") ? host.substring(2) : host.startsWith(".") ? host.substring(1) : host;
                entries.add(new Entry(host, number(matcher.group(2)), number(matcher.group(3))));
            }
        }
        return new NoProxy(List.copyOf(entries));
    }

    /** Tells whether connections there are direct. */
    boolean cover(HttpAddress target) {
        String host = target.host();
        Optional<byte[]> address = literal(host);
        return Loopback.is(host)
                || host.endsWith(".localhost")
                || entries.stream().anyMatch(entry -> {
                    if (entry.port != -1 && entry.port != target.port()) {
                        return false;
                    }
                    return address.isPresent()
                            ? entry.host.equals("*") || contains(entry, address.get())
                            : entry.host.equals("*") || host.equals(entry.host) || host.endsWith("." + entry.host);
                });
    }

    private static boolean contains(Entry entry, byte[] address) {
        byte[] network = literal(entry.host).orElse(new byte[0]);
        int bits = entry.prefix == -1 ? 8 * address.length : entry.prefix;
        if (network.length != address.length || bits > 8 * address.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % 8);
            if ((network[i / 8] & mask) != (address[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** Parses a literal address without asking any name server. */
    static Optional<byte[]> literal(String host) {
        try {
            return IPV4.matcher(host).matches() || host.contains(":")
                    ? Optional.of(InetAddress.getByName(host).getAddress())
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int number(@Nullable String digits) {
        return digits == null ? -1 : Integer.parseInt(digits);
    }
}
