package io.envdrift.cli.base;

import java.util.Objects;

/** The version of this build. */
public final class Version {
    private Version() {}

    /** Returns what {@code --version} prints. */
    public static String line() {
        // concat rather than +, which would load as many classes as all the rest of --version.
        return "envdrift ".concat(text());
    }

    /** Returns the version, as in {@code 1.2.3}: the one in the manifest, which Java reads anyway; classes outside of a jar have none. */
    public static String text() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "unknown");
    }
}
