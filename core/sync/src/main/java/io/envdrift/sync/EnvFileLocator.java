package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import io.envdrift.config.SyncSettings;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.ContainedPath;
import io.envdrift.files.FileErrors;
import io.envdrift.files.FileSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the env file of a mapping: the one named by {@code env_file}, else {@code .env.<env>}, else the only file whose
 * name encodes the environment, else {@code .env}; for the empty environment {@code .env} alone.
 *
 * <p>A file of another environment is never taken, nor one that another mapping names, nor a companion ({@code .keys}, {@code .example}, …), nor the target
 * of a mapping's {@code activate_to}.
 */
public final class EnvFileLocator {
    private static final List<String> COMPANIONS = List.of(".keys", ".example", ".sample", ".template");
    private static final String PRODUCTION = "production";

    private final Set<Path> activated = new HashSet<>();
    /** Files that a mapping names itself: no other mapping gets them by the rules for names. */
    private final Map<Path, Set<Mapping>> named = new HashMap<>();

    /**
     * Creates a locator.
     *
     * @param mappings all mappings of the configuration, selected or not: their activated copies are never taken
     */
    public EnvFileLocator(Collection<Mapping> mappings) {
        for (Mapping mapping : mappings) {
            mapping.activateTo().ifPresent(target -> activated.addAll(places(mapping, target)));
            ownName(mapping)
                    .ifPresent(name -> places(mapping, name)
                            .forEach(place -> named.computeIfAbsent(
                                            place, any -> Collections.newSetFromMap(new IdentityHashMap<>()))
                                    .add(mapping)));
        }
    }

    /** Returns the file that a mapping names; the one without suffix where its environment is empty. */
    private static Optional<String> ownName(Mapping mapping) {
        return mapping.envFile()
                .or(() -> mapping.environment().isEmpty() ? Optional.of(mapping.usualEnvFile()) : Optional.empty());
    }

    /** Returns the place as written and the one that links lead to; a path that is refused elsewhere is left out. */
    private static Set<Path> places(Mapping mapping, String target) {
        Set<Path> places = new HashSet<>();
        try {
            Path place = mapping.folder().resolve(target);
            places.add(place.normalize());
            places.add(ContainedPath.followInside(mapping.root(), place, "activate_to"));
        } catch (InvalidPathException | EnvdriftException e) {
            return places;
        }
        return places;
    }

    /** Tells whether a file name is that of a companion of env files, which is never encrypted or decrypted. */
    public static boolean isCompanion(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return COMPANIONS.stream().anyMatch(name::endsWith);
    }

    /**
     * Finds the file.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when the folder cannot be listed, {@code PATH_ESCAPES} when the file
     *     is a link that leads outside the folder, {@code CONFIG_INVALID} when {@code env_file} is an activated copy
     */
    public EnvFileLocation locate(Mapping mapping) {
        Path folder = mapping.folder();
        if (!Files.exists(folder)) {
            return new EnvFileLocation.NoFolder("Mapping folder does not exist: " + mapping.folderPath());
        }
        if (!Files.isDirectory(folder)) {
            return new EnvFileLocation.NoFolder("Mapping folder is not a directory: " + mapping.folderPath());
        }
        EnvFileLocation location = ownName(mapping)
                .<EnvFileLocation>map(name -> named(folder, name))
                .orElseGet(() -> byEnvironment(folder, mapping));
        return location instanceof EnvFileLocation.Found(Path file)
                ? new EnvFileLocation.Found(regular(ContainedPath.followInside(mapping.root(), file, "env file")))
                : location;
    }

    private EnvFileLocation named(Path folder, String name) {
        Path file = folder.resolve(name);
        if (isActivated(file)) {
            throw new EnvdriftException(
                    ErrorCode.CONFIG_INVALID,
                    "env_file '" + name + "' is the target of an activate_to, and such a copy is never encrypted",
                    "name the encrypted file in env_file");
        }
        return isFile(file) ? new EnvFileLocation.Found(file) : new EnvFileLocation.NotFound(name);
    }

    /** Fails here rather than where the file is read, because not every command reads each file. */
    private static Path regular(Path file) {
        FileSnapshot.requireRegular(file);
        return file;
    }

    private EnvFileLocation byEnvironment(Path folder, Mapping mapping) {
        String environment = mapping.environment();
        String exact = mapping.usualEnvFile();
        List<String> names = candidates(folder, mapping);
        if (names.contains(exact)) {
            return new EnvFileLocation.Found(folder.resolve(exact));
        }
        List<String> encoding =
                names.stream().filter(name -> encodes(name, environment)).toList();
        if (!encoding.isEmpty()) {
            return only(folder, encoding);
        }
        if (names.contains(".env")) {
            return new EnvFileLocation.Found(folder.resolve(".env"));
        }
        // Only files of other environments are left: a single one is not taken, several are named.
        List<String> others =
                names.stream().filter(name -> name.startsWith(".env.")).toList();
        return others.size() > 1 ? new EnvFileLocation.Ambiguous(others) : new EnvFileLocation.NotFound(exact);
    }

    private static EnvFileLocation only(Path folder, List<String> names) {
        return names.size() == 1
                ? new EnvFileLocation.Found(folder.resolve(names.getFirst()))
                : new EnvFileLocation.Ambiguous(names);
    }

    private static boolean encodes(String name, String environment) {
        return name.endsWith(".env." + environment)
                || Stream.of("-", ".", "_").anyMatch(mark -> name.endsWith(mark + environment + ".env"))
                || name.equals(environment + ".env")
                || environment.equals(PRODUCTION) && name.endsWith(".env");
    }

    private List<String> candidates(Path folder, Mapping mapping) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.contains(".env") && !isCompanion(name) && !belongsToKeys(name, mapping))
                    .filter(name -> isFile(folder.resolve(name)) && !isActivated(folder.resolve(name)))
                    .filter(name -> name.equals(mapping.usualEnvFile()) || !isOthers(folder.resolve(name), mapping))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw FileErrors.failed("list", folder, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw FileErrors.failed("list", folder, e);
        }
    }

    /**
     * Tells whether something has the name of an env file. A pipe counts, because it must be an error, not an absent
     * file.
     */
    private static boolean isFile(Path file) {
        return Files.exists(file) && !Files.isDirectory(file);
    }

    private boolean isOthers(Path file, Mapping mapping) {
        Set<Mapping> owners = named.getOrDefault(file, Set.of());
        return !owners.isEmpty() && !owners.contains(mapping);
    }

    private boolean isActivated(Path file) {
        try {
            return activated.contains(file.normalize())
                    || Files.isSymbolicLink(file) && activated.contains(file.toRealPath());
        } catch (IOException e) {
            // A link to nowhere leads to no copy.
            return false;
        }
    }

    /** Keys files, and the backups, locks and temporary files beside them; those of a write that was killed, too. */
    private static boolean belongsToKeys(String name, Mapping mapping) {
        return Stream.of(SyncSettings.DEFAULT_KEYS_FILENAME, mapping.envKeysFilename())
                        .anyMatch(keys -> name.equals(keys) || name.startsWith(keys + "."))
                || AtomicFile.isTemporary(name);
    }
}
