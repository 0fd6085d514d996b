package io.envdrift.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Several jars as one, for one version of Java. The JDK and libraries look for loggers, handlers and settings in each jar of the
 * class path, and open all of them for it.
 *
 * <p>Lists of services are put together. Of classes for several versions of Java those of the newest that fits are taken.
 * Signatures, module descriptors, indexes and what only compilers read is left out; licences get the name of their jar before
 * their own, those aside that the archive's directory of licences holds word for word. Where two jars have different content at the same
 * name, the build fails. What was made of one jar alone keeps its version.
 */
final class MergedJar {
    /** Any fixed date does: two builds must be equal. */
    private static final LocalDateTime DATE = LocalDateTime.of(2026, 1, 1, 0, 0);

    private static final String SERVICES = "META-INF/services/";
    private static final String VERSIONS = "META-INF/versions/";

    private static final Pattern LEFT_OUT =
            Pattern.compile("META-INF/(MANIFEST\\.MF|INDEX\\.LIST|SIG-[^/]*|[^/]+\\.(SF|RSA|DSA|EC)"
                    + "|native-image/.*|spring/aot\\.factories)|(.*/)?module-info\\.class");

    private static final Pattern LEGAL = Pattern.compile(
            "(META-INF/)?((LICEN[SC]E|NOTICE)[^/.]*|COPYRIGHT|DEPENDENCIES|ABOUT)(\\.(txt|md|html))?|META-INF/license/[^/]*",
            Pattern.CASE_INSENSITIVE);

    /** Libraries that tell services their version, which they read from the manifest. */
    private static final Pattern ASK_THEIR_VERSION =
            Pattern.compile("(gax|gax-httpjson|google-cloud-secretmanager|msal4j|jetty-util)-[0-9].*");

    /** In this order in the manifest: that of a set differs from one run of Java to the next. */
    private static final List<Attributes.Name> VERSION = List.of(
            Attributes.Name.IMPLEMENTATION_TITLE,
            Attributes.Name.IMPLEMENTATION_VENDOR,
            Attributes.Name.IMPLEMENTATION_VERSION);

    private final int release;
    private final Set<ByteBuffer> licences = new HashSet<>();
    private final Predicate<String> unwanted;
    private final Manifest manifest = new Manifest();
    private final Map<String, byte[]> entries = new TreeMap<>();
    private final Map<String, String> sources = new HashMap<>();

    private MergedJar(int release, Predicate<String> unwanted) {
        this.release = release;
        this.unwanted = unwanted;
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    /**
     * Writes the jar.
     *
     * @param jars in the order of the class path
     * @param classPath names of further jars in the same directory, which this one draws in
     * @param release the version of Java that it is for
     * @param licences directory of the archive's licences
     * @param unwanted names of entries to leave behind
     * @throws IOException if a file cannot be read or written, or two jars differ where they must not
     */
    static void write(
            Path target, List<Path> jars, String classPath, int release, Path licences, Predicate<String> unwanted)
            throws IOException {
        MergedJar merged = new MergedJar(release, unwanted);
        try (Stream<Path> files = Files.walk(licences)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                merged.licences.add(ByteBuffer.wrap(Files.readAllBytes(file)));
            }
        }
        if (!classPath.isEmpty()) {
            merged.manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        for (Path jar : jars) {
            merged.add(jar);
        }
        if (jars.size() == 1) {
            try (JarFile only = new JarFile(jars.getFirst().toFile(), false)) {
                tellVersion(
                        Objects.requireNonNull(only.getManifest()).getMainAttributes(),
                        merged.manifest.getMainAttributes());
            }
        }
        merged.write(target);
    }

    private void add(Path jar) throws IOException {
        String name = Objects.requireNonNull(jar.getFileName()).toString();
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            Map<String, ZipEntry> chosen = new TreeMap<>();
            Map<String, Integer> versions = new HashMap<>();
            for (ZipEntry entry : Collections.list(file.entries())) {
                int version = file.isMultiRelease() ? version(entry.getName()) : 0;
                String plain = version == 0
                        ? entry.getName()
                        : entry.getName().substring(entry.getName().indexOf('/', VERSIONS.length()) + 1);
                if (!entry.isDirectory() && version <= release && version >= versions.getOrDefault(plain, 0)) {
                    versions.put(plain, version);
                    chosen.put(plain, entry);
                }
            }
            for (Map.Entry<String, ZipEntry> each : chosen.entrySet()) {
                put(name, each.getKey(), content(file, each.getValue()));
            }
            if (ASK_THEIR_VERSION.matcher(name).matches()) {
                tellVersion(Objects.requireNonNull(file.getManifest()).getMainAttributes(), chosen.keySet());
            }
        }
    }

    /** Returns 0 for what is for all versions of Java, and a version that is none for what Java never looks for in a version. */
    private static int version(String entry) {
        if (!entry.startsWith(VERSIONS)) {
            return 0;
        }
        int end = entry.indexOf('/', VERSIONS.length());
        String version = entry.substring(VERSIONS.length(), Math.max(end, VERSIONS.length()));
        return version.matches("[0-9]{1,3}") && !entry.startsWith("META-INF/", end + 1)
                ? Integer.parseInt(version)
                : Integer.MAX_VALUE;
    }

    private static byte[] content(ZipFile jar, ZipEntry entry) throws IOException {
        return jar.getInputStream(entry).readAllBytes();
    }

    private void put(String jar, String name, byte[] content) throws IOException {
        boolean legal = LEGAL.matcher(name).matches();
        if (LEFT_OUT.matcher(name).matches()
                || unwanted.test(name)
                || legal && licences.contains(ByteBuffer.wrap(content))) {
            return;
        }
        String place = legal ? "META-INF/licences/" + jar + "/" + name : name;
        byte[] before = entries.get(place);
        if (before == null) {
            entries.put(place, content);
            sources.put(place, jar);
        } else if (place.startsWith(SERVICES)) {
            entries.put(place, lines(before, content));
        } else if (!Arrays.equals(before, content)) {
            throw new IOException(name + " is different in " + sources.get(place) + " and " + jar
                    + ": decide in MergedJar which of them counts");
        }
    }

    private static byte[] lines(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.write('\n');
        both.writeBytes(second);
        return both.toByteArray();
    }

    private void tellVersion(Attributes library, Set<String> names) {
        for (String name : names) {
            if (name.endsWith(".class") && name.indexOf('/') > 0) {
                tellVersion(
                        library,
                        manifest.getEntries()
                                .computeIfAbsent(
                                        name.substring(0, name.lastIndexOf('/') + 1), any -> new Attributes()));
            }
        }
    }

    private static void tellVersion(Attributes library, Attributes section) {
        VERSION.forEach(attribute -> {
            if (library.getValue(attribute) != null) {
                section.putIfAbsent(attribute, library.getValue(attribute));
            }
        });
    }

    private void write(Path target) throws IOException {
        try (OutputStream file = Files.newOutputStream(target);
                ZipOutputStream to = new ZipOutputStream(file)) {
            to.setLevel(Deflater.BEST_COMPRESSION);
            begin(to, JarFile.MANIFEST_NAME);
            manifest.write(to);
            for (String directory : directories()) {
                begin(to, directory);
            }
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                begin(to, entry.getKey());
                to.write(entry.getValue());
            }
        }
    }

    /** Those that hold more than classes: libraries list them, as one that migrates databases does. */
    private Set<String> directories() {
        Set<String> directories = new TreeSet<>();
        for (String name : entries.keySet()) {
            for (int end = name.lastIndexOf('/');
                    end > 0 && !name.endsWith(".class");
                    end = name.lastIndexOf('/', end - 1)) {
                directories.add(name.substring(0, end + 1));
            }
        }
        return directories;
    }

    private static void begin(ZipOutputStream to, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(DATE);
        to.putNextEntry(entry);
    }
}
