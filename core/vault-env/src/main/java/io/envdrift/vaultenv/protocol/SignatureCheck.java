package io.envdrift.vaultenv.protocol;

import io.envdrift.vaultenv.protocol.SignatureVerdict.Invalid;
import io.envdrift.vaultenv.protocol.SignatureVerdict.Reason;
import io.envdrift.vaultenv.protocol.SignatureVerdict.Valid;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a signature, with the original's tolerance: parts in any order, spaces around them, unknown parts
 * ignored, the last of two equal parts counts, a plus sign, zeros and text around the digits of the timestamp allowed, as
 * {@code parseInt} has it (the HMAC covers the text).
 */
public final class SignatureCheck {
    /** How old a signature may be, in milliseconds, inclusive. */
    public static final long MAX_AGE_MILLIS = 300_000;
    /** How far in the future a signature may lie, in milliseconds, inclusive. */
    public static final long MAX_FUTURE_MILLIS = 60_000;

    private static final Pattern LEADING_NUMBER = Pattern.compile("\\+?0*(\\d{1,18})");
    private static final int DIGEST_LENGTH = 32;

    private SignatureCheck() {}

    /**
     * Checks a signature.
     *
     * @param storedKey the project's signing key; empty when none is set
     * @param header the header's value, or null when the request has none
     * @param body exactly the received bytes
     * @param now milliseconds since 1970
     */
    public static SignatureVerdict check(
            byte[] storedKey, @Nullable String header, String method, String path, byte[] body, long now) {
        if (storedKey.length == 0 || header == null || header.isEmpty() || body.length == 0) {
            return new Invalid(Reason.MISSING_PARAMS);
        }
        Map<String, String> parts = parts(header);
        String time = parts.getOrDefault("v", "");
        OptionalLong timestamp = leadingNumber(time);
        Optional<byte[]> digest = digest(parts.get("d"));
        if (timestamp.isEmpty() || digest.isEmpty()) {
            return new Invalid(Reason.MALFORMED_SIGNATURE);
        }
        long age = now - timestamp.getAsLong();
        if (age > MAX_AGE_MILLIS || age < -MAX_FUTURE_MILLIS) {
            return new Invalid(Reason.TIMESTAMP_STALE);
        }
        if (!MessageDigest.isEqual(digest.get(), RequestSignature.digest(storedKey, body, time))) {
            return new Invalid(Reason.MISMATCH);
        }
        String bound = parts.get("v2");
        if (bound != null) {
            byte[] expected = RequestSignature.boundDigest(storedKey, method, path, body, time);
            if (!digest(bound)
                    .map(found -> MessageDigest.isEqual(found, expected))
                    .orElse(false)) {
                return new Invalid(Reason.MISMATCH);
            }
        }
        return new Valid(HexFormat.of().formatHex(digest.get()), timestamp.getAsLong(), bound != null);
    }

    private static Map<String, String> parts(String header) {
        Map<String, String> parts = new HashMap<>();
        for (String part : header.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals >= 0) {
                // As the original's split("="): what follows a second = does not count.
                String value = part.substring(equals + 1);
                int second = value.indexOf('=');
                parts.put(part.substring(0, equals).strip(), (second < 0 ? value : value.substring(0, second)).strip());
            }
        }
        return parts;
    }

    private static OptionalLong leadingNumber(String text) {
        Matcher digits = LEADING_NUMBER.matcher(text);
        return digits.lookingAt() ? OptionalLong.of(Long.parseLong(digits.group(1))) : OptionalLong.empty();
    }

    private static Optional<byte[]> digest(@Nullable String hex) {
        if (hex == null || hex.length() != 2 * DIGEST_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
