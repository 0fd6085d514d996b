package io.envdrift.distribution;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The module java.desktop without windows: Spring needs java.beans, whose signatures name some of java.awt, and nothing that
 * draws, prints or plays.
 */
final class DesktopModule {
    private static final Pattern USED = Pattern.compile("java/(beans|applet|awt)(/.*)?|com/sun/beans(/.*)?|sun/awt");
    private static final Pattern DRAWING = Pattern.compile("java/awt/(dnd|print|doc-files)(/.*)?");

    /** What java.beans names of Swing. */
    private static final Set<String> NAMED = Set.of(
            "javax/swing/SwingContainer.class",
            "javax/swing/JMenuItem.class",
            "javax/swing/event/ChangeListener.class");

    private DesktopModule() {}

    /**
     * Returns what jlink leaves out of the module, sorted. One file of each package stays, for a module must hold the packages
     * that it names.
     *
     * @throws IOException if the running JDK's modules cannot be read
     */
    static List<String> unused() throws IOException {
        Path module = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", "java.desktop");
        try (Stream<Path> files = Files.walk(module)) {
            Map<String, Set<Path>> packages = files.filter(Files::isRegularFile)
                    .map(module::relativize)
                    .filter(file -> file.getNameCount() > 1)
                    .collect(Collectors.groupingBy(DesktopModule::directory, TreeMap::new, Collectors.toSet()));
            return packages.entrySet().stream()
                    .filter(entry -> !isUsed(entry.getKey()))
                    .flatMap(entry -> withoutOne(entry.getValue()))
                    .filter(file -> !NAMED.contains(file.toString()))
                    .map(file -> "/java.desktop/" + file)
                    .sorted()
                    .toList();
        }
    }

    private static String directory(Path file) {
        return file.subpath(0, file.getNameCount() - 1).toString();
    }

    private static boolean isUsed(String directory) {
        return USED.matcher(directory).matches() && !DRAWING.matcher(directory).matches()
                || directory.startsWith("META-INF");
    }

    /** A class stays where there is one, the one with the shortest name. */
    private static Stream<Path> withoutOne(Collection<Path> files) {
        return files.stream()
                .sorted(Comparator.comparing((Path file) -> !file.toString().endsWith(".class"))
                        .thenComparing(file -> file.toString().length())
                        .thenComparing(Path::toString))
                .skip(1);
    }
}
