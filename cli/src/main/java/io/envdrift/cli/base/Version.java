package io.envdrift.cli.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of this build. */
public final class Version {
    private Version() {}

    /** Returns what {@code --version} prints. */
    public static String line() {
        // concat rather than +, which would load as many classes as all the rest of --version.
        return "envdrift ".concat(text());
    }

    /** Returns the version, as in {@code 1.2.3}. */
    public static String text() {
        try (InputStream version = Version.class.getResourceAsStream("version.txt")) {
            return version == null ? "unknown" : new String(version.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
