package io.envdrift.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The Java runtime inside the archive, made by jlink of the JDK that builds. */
final class RuntimeImage {
    /** What the command line, the server and the clouds' libraries use; java.desktop holds java.beans, which Spring needs. */
    private static final List<String> MODULES = List.of(
            "java.base",
            "java.desktop",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.security.jgss",
            "java.security.sasl",
            "java.sql",
            "java.xml",
            "jdk.crypto.ec",
            "jdk.httpserver",
            "jdk.management",
            "jdk.net",
            "jdk.security.auth",
            "jdk.unsupported",
            "jdk.zipfs");

    private RuntimeImage() {}

    /**
     * Makes the runtime.
     *
     * @param target a directory that does not exist yet
     * @throws IOException if jlink fails
     */
    static void link(Path target) throws IOException {
        Path unused = Files.createTempFile("unused", ".txt");
        try {
            Files.write(unused, DesktopModule.unused());
            link(target, unused);
        } finally {
            Files.delete(unused);
        }
    }

    private static void link(Path target, Path unused) throws IOException {
        ToolProvider jlink =
                ToolProvider.findFirst("jlink").orElseThrow(() -> new IOException("this JDK has no jlink"));
        // Compressed: the caches hold the classes of daily commands, so little is read from here. That saves 25 MiB on
        // the disk and costs no time that could be measured.
        int status = jlink.run(
                System.out,
                System.err,
                "--add-modules",
                String.join(",", MODULES),
                "--output",
                target.toString(),
                "--strip-debug",
                "--compress=zip-9",
                "--no-header-files",
                "--no-man-pages",
                // jlink makes these classes before or after it strips others, at random. The JDK has them already.
                "--disable-plugin",
                "generate-jli-classes",
                // Sorted by their paths: else the order is that in which this JVM happened to find them.
                "--order-resources=**",
                "--exclude-resources",
                "@" + unused,
                "--exclude-files",
                "/java.desktop/lib/**",
                "--generate-cds-archive");
        if (status != 0) {
            throw new IOException("jlink ended with " + status);
        }
        useOneArchive(target.resolve("lib/server"));
        SecurityProviders.moveUp(target.resolve("conf/security/java.security"), "SunJCE");
    }

    /** Removes the archives for settings that the launchers never use. */
    private static void useOneArchive(Path server) throws IOException {
        try (Stream<Path> files = Files.list(server)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".jsa") && !name.equals("classes.jsa")) {
                    Files.delete(file);
                }
            }
        }
    }
}
