package io.envdrift.provider.hashicorp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A path within Vault, segment by segment, so that no character of a name can change where it leads.
 *
 * @param segments none empty, none {@code .} or {@code ..}
 */
record SecretPath(List<String> segments) {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    SecretPath {
        segments = List.copyOf(segments);
    }

    /**
     * Splits a name at its slashes.
     *
     * @return nothing when a segment is empty, {@code .} or {@code ..}, or holds a control character
     */
    static Optional<SecretPath> parse(String name) {
        List<String> segments = Arrays.asList(name.split("/", -1));
        boolean allowed = segments.stream()
                .allMatch(segment -> !segment.isEmpty()
                        && !segment.equals(".")
                        && !segment.equals("..")
                        && segment.chars().noneMatch(Character::isISOControl));
        return allowed ? Optional.of(new SecretPath(segments)) : Optional.empty();
    }

    /** Returns the path as it is written in messages. */
    String text() {
        return String.join("/", segments);
    }

    /** Returns the path as it stands in a URL. */
    String encoded() {
        return segments.stream().map(SecretPath::encode).collect(Collectors.joining("/"));
    }

    private static String encode(String segment) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && UNRESERVED.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xf, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 0xf, 16)));
            }
        }
        return encoded.toString();
    }
}
