package io.envdrift.server.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as the database and the wire have them: ISO-8601 in UTC, always with three digits of milliseconds. */
public final class Timestamps {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /** Returns a moment as text; texts sort as the moments do. */
    public static String text(Instant moment) {
        return FORMAT.format(moment);
    }
}
