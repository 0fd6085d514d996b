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

/**
 * The files that git sees encrypted in this clone, as they were when the user installed or refreshed: kept in the git directory,
 * so that no branch that is checked out can change them.
 *
 * @param root the top of the work tree that was installed from, absolute; linked work trees find their keys there
 * @param plainKeys patterns of names that stay plaintext
 * @param config the configuration's file, absolute
 * @param configText what the configuration held
 * @param shared whether the attributes are in {@code .gitattributes} too
 * @param ownCommitHook whether the check of commits came with the installation, and goes with it
 * @param files the files, by path
 */
public record FilteredFiles(
        Path root,
        List<String> plainKeys,
        Path config,
        String configText,
        boolean shared,
        boolean ownCommitHook,
        List<Entry> files) {
    private static final String NAME = "filter.json";
    private static final String LIST = "files";
    private static final int VERSION = 1;
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    /**
     * One file.
     *
     * @param path relative to the top of a work tree, with {@code /}
     * @param keyName the variable of its private key
     * @param keysFile where its keys are kept: relative to the top of a work tree, or absolute
     * @param ephemeral whether its key is in the vault only
     * @param mapping the index of its mapping in the configuration
     */
    public record Entry(String path, String keyName, String keysFile, boolean ephemeral, int mapping) {}

    /** Copies the lists. */
    public FilteredFiles {
        plainKeys = List.copyOf(plainKeys);
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
            return FileSnapshot.of(file).content().map(FilteredFiles::parse);
        } catch (JsonException | InvalidPathException e) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE, file + " is damaged: " + e.getMessage(), "run: envdrift git install", e);
        }
    }

    private static FilteredFiles parse(byte[] json) {
        JsonObject read = new JsonReader(JsonLimits.GENEROUS).object(json);
        if (read.requireWhole("version") != VERSION) {
            throw new JsonException("another version of envdrift wrote it");
        }
        return new FilteredFiles(
                Path.of(read.requireText("root")),
                read.texts("plainKeys").orElse(List.of()),
                Path.of(read.requireText("config")),
                read.requireText("configText"),
                read.flag("shared"),
                read.flag("ownCommitHook"),
                read.requireObjects("files").stream().map(FilteredFiles::entry).toList());
    }

    private static Entry entry(JsonObject file) {
        return new Entry(
                file.requireText("path"),
                file.requireText("keyName"),
                file.requireText("keysFile"),
                file.flag("ephemeral"),
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
        writer.write(git.ours().resolve(NAME), json().getBytes(StandardCharsets.UTF_8), FileAccess.OWNER_ONLY);
    }

    private String json() {
        return new JsonMembers()
                .put("version", VERSION)
                .put("root", root.toString())
                .put("config", config.toString())
                .put("shared", shared)
                .put("ownCommitHook", ownCommitHook)
                .put("plainKeys", plainKeys)
                .put(
                        "files",
                        files.stream()
                                .map(file -> new JsonMembers()
                                        .put("path", file.path())
                                        .put("keyName", file.keyName())
                                        .put("keysFile", file.keysFile())
                                        .put("ephemeral", file.ephemeral())
                                        .put("mapping", file.mapping()))
                                .toList())
                .put("configText", configText)
                .toJson();
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
