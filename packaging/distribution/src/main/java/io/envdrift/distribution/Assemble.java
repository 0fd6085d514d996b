package io.envdrift.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;

/** Puts the two trees together: one with a runtime and caches for Linux, one for any Java. */
public final class Assemble {
    /** SQLite for twenty systems is a tenth of the archive; this one needs one of them. */
    private static final Pattern FOREIGN_LIBRARY = Pattern.compile("org/sqlite/native/(?!Linux/x86_64/).*[^/]");

    private Assemble() {}

    /**
     * Builds both trees anew.
     *
     * @param arguments the checkout, this module's build directory (jars, licences, notices and bill of materials lie
     *     there), the version, where the two trees go, and the date of all files (ISO 8601)
     * @throws IOException if a file cannot be written, or a step fails
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path checkout = Path.of(arguments[0]);
        Path build = Path.of(arguments[1]);
        String version = arguments[2];
        Path linux = Path.of(arguments[3]);
        Path portable = Path.of(arguments[4]);

        Tree shared = new Tree(portable, version, BuildId.of(build.resolve("jars")));
        shared.jars(checkout, build);
        shared.files(checkout, build);
        shared.pages();
        shared.windowsLaunchers(checkout);

        Tree own = new Tree(linux, version, shared.build());
        own.mergedJars(checkout, build, FOREIGN_LIBRARY.asMatchPredicate());
        own.files(checkout, build);
        own.pages();
        RuntimeImage.link(linux.resolve("runtime"));
        // The JVM compares a cache's dates with those of the jars; this is the date that unpacked jars have.
        own.date(Instant.parse(arguments[5]));
        new Training(own, checkout, build.resolve("training")).run();
    }
}
