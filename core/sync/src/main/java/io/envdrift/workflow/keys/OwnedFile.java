package io.envdrift.workflow.keys;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.ShellLine;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.Mapping;
import io.envdrift.config.SyncSettings;
import io.envdrift.dotenv.Glob;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.files.ContainedPath;
import io.envdrift.files.FileSnapshot;
import io.envdrift.git.WorkTree;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.EnvFileLocation;
import io.envdrift.sync.EnvFileLocator;
import io.envdrift.sync.EnvFileNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A single env file, and where its keys are: as the mapping says that owns it, else in the keys file beside it.
 *
 * @param file the file, absolute, links resolved
 * @param mapping the mapping that owns it
 * @param keysFile where its keys are kept, links resolved
 * @param plainKeys names of values that stay plaintext on purpose
 * @param name the file's name as it was given, which its keys are named after where nothing else names them
 * @param stream what a pipe held that the user named: it can be read once, and not written
 */
public record OwnedFile(
        Path file,
        Optional<Mapping> mapping,
        Path keysFile,
        List<Glob> plainKeys,
        String name,
        Optional<FileSnapshot> stream) {
    /** A file of the disk, known by its own name. */
    public OwnedFile(Path file, Optional<Mapping> mapping, Path keysFile, List<Glob> plainKeys) {
        this(file, mapping, keysFile, plainKeys, String.valueOf(file.getFileName()), Optional.empty());
    }

    /** Who named a file, which decides what it may be. */
    public enum Named {
        /** The user, to read it: it is read wherever it leads, also from a pipe. */
        TO_READ,
        /** The user, to write it: it is a regular file, and a link leads to a file of the same project. */
        TO_WRITE,
        /** Nobody: a default counts as the repository's. It is a regular file, and a link stays in the project. */
        BY_DEFAULT
    }

    /** Finds the owner of a file that the user names to read it, as {@link #of(Path, Optional, Named, Duration)}. */
    public static OwnedFile of(Path named, Optional<EnvdriftConfig> config) {
        return of(named, config, Named.TO_READ, FileSnapshot.USUAL_LIMIT);
    }

    /** Finds the owner of a file, as {@link #of(Path, Optional, Named, Duration)}, waiting for a pipe as long as usual. */
    public static OwnedFile of(Path named, Optional<EnvdriftConfig> config, Named by) {
        return of(named, config, by, FileSnapshot.USUAL_LIMIT);
    }

    /**
     * Finds a file's owner.
     *
     * @param named the path as given, absolute
     * @param by who named it
     * @param limit how long a pipe is waited for
     * @throws EnvdriftException {@code FILE_NOT_FOUND}, {@code UNSUITABLE_FILE} for a directory or a companion such as a
     *     keys file, {@code PATH_ESCAPES} for a link that leads outside the project where it must not, {@code FILE_ACCESS}
     *     for a pipe that cannot be read in time
     */
    public static OwnedFile of(Path named, Optional<EnvdriftConfig> config, Named by, Duration limit) {
        requireSuitable(named, by);
        Path given = ContainedPath.inRealFolder(named);
        if (by == Named.TO_READ && FileSnapshot.isStream(named)) {
            return stream(named, given, config, limit);
        }
        Path file = by == Named.TO_READ ? ContainedPath.follow(given) : inProject(given, by);
        Optional<Mapping> mapping = config.flatMap(read -> owner(read, file));
        return new OwnedFile(
                file,
                mapping,
                mapping.map(Mapping::keysFile).orElseGet(() -> keysFileOf(given, file)),
                plainKeys(config),
                String.valueOf(given.getFileName()),
                Optional.empty());
    }

    private static OwnedFile stream(Path named, Path given, Optional<EnvdriftConfig> config, Duration limit) {
        return new OwnedFile(
                given,
                Optional.empty(),
                keysFileBeside(given),
                plainKeys(config),
                String.valueOf(given.getFileName()),
                Optional.of(FileSnapshot.named(named, limit)));
    }

    private static Path inProject(Path given, Named by) {
        try {
            return ContainedPath.followInside(rootOf(given), given, "the env file");
        } catch (EnvdriftException e) {
            String name = String.valueOf(given.getFileName());
            throw new EnvdriftException(
                            e.code(),
                            String.valueOf(e.getMessage()),
                            by == Named.BY_DEFAULT
                                    ? "if you know where it leads, name it: "
                                            + ShellLine.of("-f").file(name)
                                    : "name the file itself: " + ContainedPath.follow(given),
                            e)
                    .at(given);
        }
    }

    private static Path rootOf(Path file) {
        Path folder = Objects.requireNonNull(file.getParent());
        return WorkTree.of(folder).map(WorkTree::root).orElse(folder);
    }

    /**
     * A linked file's keys stay where they are: beside the file. Where it has none yet they go beside the link, where dotenvx
     * looks for them.
     */
    private static Path keysFileOf(Path given, Path file) {
        Path own = keysFileBeside(file);
        return given.equals(file) || Files.exists(own) ? own : keysFileBeside(given);
    }

    /** Nobody names it, so it counts as the repository's: a link there stays in the work tree. */
    private static Path keysFileBeside(Path file) {
        Path keysFile = file.resolveSibling(SyncSettings.DEFAULT_KEYS_FILENAME);
        if (!Files.isSymbolicLink(keysFile)) {
            return keysFile;
        }
        try {
            return ContainedPath.followInside(rootOf(file), keysFile, "the keys file");
        } catch (EnvdriftException e) {
            throw new EnvdriftException(
                            e.code(),
                            e.getMessage(),
                            "copy it here, keep keys in a vault (envdrift sync brings them), or set " + KeyNames.PRIVATE
                                    + "_… in the environment, with the link removed",
                            e)
                    .at(keysFile);
        }
    }

    /**
     * The keys file of the working directory counts beside the file's own, unless it is a link that leads elsewhere.
     */
    private static Optional<Path> keysFileHere(Path file) {
        try {
            return Optional.of(keysFileBeside(file));
        } catch (EnvdriftException e) {
            return Optional.empty();
        }
    }

    private static List<Glob> plainKeys(Optional<EnvdriftConfig> config) {
        return config.map(read ->
                        read.encryption().plainKeys().stream().map(Glob::of).toList())
                .orElse(List.of());
    }

    /**
     * Returns what the file holds now; of a pipe, what it held.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when it cannot be read
     */
    public FileSnapshot snapshot() {
        return stream.orElseGet(() -> FileSnapshot.of(file));
    }

    /** Returns the names its keys have; empty where the file's header or name says. */
    public Optional<KeyNames> names() {
        return mapping.map(Mapping::keyNames);
    }

    /** Returns the names its keys have: as its mapping says, else its header, else its own name. */
    public KeyNames names(EncryptionState state) {
        return names().or(state::keyNames).orElseGet(() -> KeyNames.ofFile(name));
    }

    /**
     * Returns the private keys at hand for reading: those of the environment, of its keys file and of the one in the
     * working directory.
     */
    public KeyRing ring(KeyRing environment, Path workingDirectory) {
        KeyRing ring = environment.plus(KeysFile.of(EnvFile.read(keysFile)).ring());
        return keysFileHere(ContainedPath.inRealFolder(workingDirectory.resolve(name)))
                .filter(here -> !here.equals(keysFile))
                .map(here -> ring.plus(KeysFile.of(EnvFile.read(here)).ring()))
                .orElse(ring);
    }

    private static void requireSuitable(Path named, Named by) {
        KeyStoreRefusal.requireOtherName(named, "use");
        if (EnvFileLocator.isCompanion(String.valueOf(named.getFileName()))) {
            throw new EnvdriftException(
                            ErrorCode.UNSUITABLE_FILE,
                            named + " is a template, not an env file",
                            "name an env file such as .env.production")
                    .at(named);
        }
        if (!Files.exists(named)) {
            throw new EnvdriftException(
                            ErrorCode.FILE_NOT_FOUND,
                            "File not found: " + named,
                            siblings(named)
                                    .map(names -> "there is " + names + "; name it, with -f where the command has it")
                                    .orElse(null))
                    .at(named);
        }
        boolean readable = Files.isRegularFile(named) || by == Named.TO_READ && FileSnapshot.isStream(named);
        if (!readable) {
            throw new EnvdriftException(ErrorCode.UNSUITABLE_FILE, named + " is not a regular file").at(named);
        }
    }

    /** Returns the env files beside a missing one, which may have been meant. */
    private static Optional<String> siblings(Path missing) {
        Path folder = missing.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith(".env.")
                            && EnvFileNames.objection(name).isEmpty())
                    .sorted()
                    .limit(5)
                    .reduce((one, other) -> one + ", " + other);
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Mapping> owner(EnvdriftConfig config, Path file) {
        EnvFileLocator locator = new EnvFileLocator(config.sync().mappings());
        return config.sync().mappings().stream()
                .filter(mapping -> mapping.problem().isEmpty() && isIn(mapping.folder(), file))
                .filter(mapping -> owns(mapping, file, locator))
                .findFirst();
    }

    private static boolean owns(Mapping mapping, Path file, EnvFileLocator locator) {
        try {
            return locator.locate(mapping) instanceof EnvFileLocation.Found(var found) && isSame(found, file);
        } catch (EnvdriftException e) {
            // An error of another file in that folder does not matter: its mapping does not own this file.
            return false;
        }
    }

    private static boolean isIn(Path folder, Path file) {
        try {
            return file.toRealPath().startsWith(folder);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }
}
