package io.envdrift.git;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that git sees encrypted in this clone, as they were when the user installed or refreshed: kept in the git directory,
 * so that no branch that is checked out can change them. What is written names no place outside the clone that is inside: a clone
 * can be moved, and all of its work trees read one list.
 *
 * @param root the top of the work tree that was installed from, absolute; linked work trees find their keys there
 * @param shared whether the attributes are in {@code .gitattributes} too
 * @param ownCommitHook whether the check of commits came with the installation, and goes with it
 * @param sources the configurations that it was installed with; a work tree can have several
 * @param files the files, by path
 */
public record FilteredFiles(Path root, boolean shared, boolean ownCommitHook, List<Source> sources, List<Entry> files) {
    private static final String NAME = "filter.json";
    private static final String LIST = "files";
    private static final int VERSION = 3;
    /** It had one configuration, and its members where the list's are. */
    private static final int ONE_CONFIGURATION = 1;

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    /**
     * A configuration, as it was when its files were taken on the list.
     *
     * @param config its file: relative to the top of a work tree, or absolute where it lies in none
     * @param configText what it held
     * @param plainKeys patterns of names that stay plaintext
     */
    public record Source(Path config, String configText, List<String> plainKeys) {
        /** Copies the list. */
        public Source {
            plainKeys = List.copyOf(plainKeys);
        }

        /** Shows the file only: what a configuration holds is the team's. */
        @Override
        public String toString() {
            return config.toString();
        }
    }

    /**
     * One file.
     *
     * @param path relative to the top of a work tree, with {@code /}
     * @param keyName the variable of its private key
     * @param keysFile where its keys are kept: relative to the top of a work tree, or absolute
     * @param ephemeral whether its key is in the vault only
     * @param source the index of its configuration
     * @param mapping the index of its mapping in the text of that configuration; -1 when the text has none
     */
    public record Entry(String path, String keyName, String keysFile, boolean ephemeral, int source, int mapping) {}

    /** Copies the lists. */
    public FilteredFiles {
        sources = List.copyOf(sources);
        files = List.copyOf(files);
    }

    /**
     * Returns the files of a clone; nothing where none was installed.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when the list cannot be read
     */
    public static Optional<FilteredFiles> of(GitDirectory git) {
        Path file = git.ours().resolve(NAME);
        try {
            return FileSnapshot.of(file).content().map(content -> parse(git, content));
        } catch (JsonException | InvalidPathException e) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE, file + " is damaged: " + e.getMessage(), "run: envdrift git install", e);
        }
    }

    private static FilteredFiles parse(GitDirectory git, byte[] json) {
        JsonObject read = new JsonReader(JsonLimits.GENEROUS).object(json);
        long version = read.requireWhole("version");
        if (version < ONE_CONFIGURATION || version > VERSION) {
            throw new JsonException("another version of envdrift wrote it");
        }
        List<JsonObject> written = version == ONE_CONFIGURATION ? List.of(read) : read.requireObjects("sources");
        List<Source> sources =
                written.stream().map(source -> source(git, source)).toList();
        return new FilteredFiles(
                git.common().resolve(read.requireText("root")).normalize(),
                read.flag("shared"),
                read.flag("ownCommitHook"),
                sources,
                read.requireObjects("files").stream()
                        .map(file -> entry(file, version == ONE_CONFIGURATION ? 0 : requireIndex(file, sources.size())))
                        .toList());
    }

    /** Earlier versions wrote absolute paths. */
    private static Source source(GitDirectory git, JsonObject source) {
        Path config = Path.of(source.requireText("config"));
        return new Source(
                config.isAbsolute() ? git.inWorkTree(config) : config,
                source.requireText("configText"),
                source.texts("plainKeys").orElse(List.of()));
    }

    private static int requireIndex(JsonObject file, int sources) {
        long source = file.requireWhole("source");
        if (source < 0 || source >= sources) {
            throw new JsonException("a file is of no configuration");
        }
        return (int) source;
    }

    private static Entry entry(JsonObject file, int source) {
        return new Entry(
                file.requireText("path"),
                file.requireText("keyName"),
                file.requireText("keysFile"),
                file.flag("ephemeral"),
                source,
                Math.toIntExact(file.requireWhole("mapping")));
    }

    /**
     * Writes the list, and the names alone for the hooks, which start no Java.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when it cannot be written
     */
    public void write(GitDirectory git, AtomicFile writer) {
        writer.createDirectories(git.ours());
        String names = String.join("\n", files.stream().map(Entry::path).toList()) + "\n";
        writer.write(git.ours().resolve(LIST), names.getBytes(StandardCharsets.UTF_8), FileAccess.USUAL);
        writer.write(git.ours().resolve(NAME), json(git).getBytes(StandardCharsets.UTF_8), FileAccess.OWNER_ONLY);
    }

    private String json(GitDirectory git) {
        return new JsonMembers()
                .put("version", VERSION)
                .put("root", written(fromGit(git)))
                .put("shared", shared)
                .put("ownCommitHook", ownCommitHook)
                .put(
                        "sources",
                        sources.stream()
                                .map(source -> new JsonMembers()
                                        .put("config", written(source.config()))
                                        .put("plainKeys", source.plainKeys())
                                        .put("configText", source.configText()))
                                .toList())
                .put(
                        "files",
                        files.stream()
                                .map(file -> new JsonMembers()
                                        .put("path", file.path())
                                        .put("keyName", file.keyName())
                                        .put("keysFile", file.keysFile())
                                        .put("ephemeral", file.ephemeral())
                                        .put("source", file.source())
                                        .put("mapping", file.mapping()))
                                .toList())
                .toJson();
    }

    private Path fromGit(GitDirectory git) {
        return Objects.equals(root.getRoot(), git.common().getRoot())
                ? git.common().relativize(root)
                : root;
    }

    private static String written(Path path) {
        return path.toString().replace(File.separatorChar, '/');
    }

    /** Tells whether new files are open to others here: the list of names, which is no secret, was made with the usual rights. */
    public boolean isUmaskWide(GitDirectory git) {
        try {
            return !OWNER.containsAll(Files.getPosixFilePermissions(git.ours().resolve(LIST)));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Removes the list. */
    public static void delete(GitDirectory git, AtomicFile writer) {
        writer.delete(git.ours().resolve(NAME));
        writer.delete(git.ours().resolve(LIST));
    }

    /**
     * Returns the files that a configuration has, or had, a mapping for.
     *
     * @param config its file, as a {@link Source} names it
     */
    public List<Entry> of(Path config) {
        return files.stream()
                .filter(file -> sources.get(file.source()).config().equals(config))
                .toList();
    }

    /**
     * Returns where the file of a configuration may lie, and what lies beside it: in this work tree, whose branch may have a vault file
     * of its own, then in that of the first installation, which has what git does not know.
     */
    public List<Path> places(Source source, GitDirectory git) {
        return Stream.of(git.top(), root)
                .map(top -> top.resolve(source.config()))
                .distinct()
                .toList();
    }

    /** Returns the files by their paths. */
    public Map<String, Entry> byPath() {
        Map<String, Entry> entries = new HashMap<>();
        files.forEach(file -> entries.put(file.path(), file));
        return entries;
    }

    /** Shows numbers and names only: the configuration is the team's. */
    @Override
    public String toString() {
        return files.size() + " filtered files of " + Objects.toString(root);
    }
}
