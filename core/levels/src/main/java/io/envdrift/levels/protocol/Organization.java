package io.envdrift.levels.protocol;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.regex.Pattern;

/** Identifies an organization: 26 characters of Crockford's base32, in either case. */
public final class Organization {
    private static final Pattern ULID = Pattern.compile("(?i)[0-7][0-9a-hjkmnp-tv-z]{25}");

    private Organization() {}

    /** Tells whether a text is the id of an organization, in its form. */
    public static boolean isWellFormed(String text) {
        return ULID.matcher(text).matches();
    }

    /**
     * Returns the text when it is an id.
     *
     * @throws EnvdriftException {@code USAGE} when it is none
     */
    public static String require(String text) {
        if (!isWellFormed(text)) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "the organization is named by its id, 26 letters and digits; this is none",
                    "leave it out: the token names its organization");
        }
        return text;
    }
}
