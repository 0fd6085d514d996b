package io.envdrift.server.api.levels;

import java.security.SecureRandom;
import java.time.Instant;

/** Makes identifiers of 26 characters of Crockford's base32: 48 bits of time, 80 random ones. */
final class Ulid {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TIME_DIGITS = 10;
    private static final int RANDOM_DIGITS = 16;
    private static final int BITS = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ulid() {}

    static String make(Instant now) {
        StringBuilder text = new StringBuilder(TIME_DIGITS + RANDOM_DIGITS);
        long millis = now.toEpochMilli();
        for (int digit = TIME_DIGITS - 1; digit >= 0; digit--) {
            text.append(DIGITS.charAt((int) (millis >>> digit * BITS) & 31));
        }
        for (int digit = 0; digit < RANDOM_DIGITS; digit++) {
            text.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
        }
        return text.toString();
    }
}
