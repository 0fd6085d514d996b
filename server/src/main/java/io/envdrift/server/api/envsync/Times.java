package io.envdrift.server.api.envsync;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as EnvSync writes them: {@code 2026-11-28T22:12:18.449711+00:00}. Texts sort as the moments do. */
final class Times {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    static String text(Instant moment) {
        return FORMAT.format(moment);
    }
}
