package io.envdrift.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

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

    /** What {@code --version} loads and the JDK's own list lacks: without these it reads the compressed classes for them. */
    private static final List<String> OF_VERSION = List.of(
            "java/util/OptionalInt",
            "java/util/StringTokenizer",
            "java/util/jar/JarFile$ThreadTrackHolder",
            "jdk/internal/misc/ThreadTracker",
            "jdk/internal/misc/ThreadTracker$ThreadRef",
            "sun/security/util/ManifestEntryVerifier");

    private RuntimeImage() {}

    /**
     * Makes the runtime.
     *
     * @param target a directory that does not exist yet
     * @throws IOException if jlink or the JVM fails
     */
    static void link(Path target) throws IOException, InterruptedException {
        Path unused = Files.createTempFile("unused", ".txt");
        try {
            Files.write(unused, DesktopModule.unused());
            link(target, unused);
        } finally {
            Files.delete(unused);
        }
    }

    private static void link(Path target, Path unused) throws IOException, InterruptedException {
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
                "/java.desktop/lib/**");
        if (status != 0) {
            throw new IOException("jlink ended with " + status);
        }
        archiveClasses(target);
        SecurityProviders.moveUp(target.resolve("conf/security/java.security"), "SunJCE");
    }

    /** Makes the JVM's own class archive, of the JDK's list and {@link #OF_VERSION}. */
    private static void archiveClasses(Path runtime) throws IOException, InterruptedException {
        Path classes = Files.createTempFile("classes", ".txt");
        try {
            List<String> names = new ArrayList<>(Files.readAllLines(runtime.resolve("lib/classlist")));
            names.addAll(OF_VERSION);
            Files.write(classes, names);
            ProcessBuilder dump = new ProcessBuilder(
                            runtime.resolve("bin/java").toString(),
                            "-Xshare:dump",
                            "-Xlog:disable",
                            "-Xlog:all=error",
                            // Of the collectors it alone puts objects into the archive, and a small machine would have
                            // another.
                            "-XX:+UseG1GC",
                            // The archive depends on the heap's size, which would be a part of the machine's memory.
                            "-Xmx128m",
                            // Threads of compilers and collectors changed its bytes in one of eight dumps.
                            "-Xint",
                            "-XX:ParallelGCThreads=1",
                            "-XX:SharedClassListFile=" + classes)
                    .inheritIO();
            dump.environment().remove("JAVA_TOOL_OPTIONS");
            Process java = dump.start();
            if (java.waitFor() != 0) {
                throw new IOException("the JVM's class archive was not made: status " + java.exitValue());
            }
        } finally {
            Files.delete(classes);
        }
    }
}
