package io.envdrift.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.base.ShellLine;
import io.envdrift.json.JsonMembers;
import io.envdrift.levels.merge.LevelContent;
import io.envdrift.levels.protocol.ApiPath;
import io.envdrift.levels.protocol.Custody;
import io.envdrift.levels.protocol.KeyDescriptor;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.LevelReference;
import io.envdrift.levels.protocol.ProjectEntry;
import io.envdrift.levels.protocol.VersionContent;
import io.envdrift.levels.protocol.VersionEntry;
import java.util.List;
import java.util.OptionalLong;

/** The calls about one project's versions and key. Every method throws {@link EnvdriftException} when the server refuses. */
public final class LevelsProject {
    private static final int PER_PAGE = 100;

    private final Levels levels;
    private final LevelsServer server;
    private final String project;
    private final Pins pins;

    LevelsProject(Levels levels, String project, Pins pins) {
        this.levels = levels;
        this.server = levels.server();
        this.project = new LevelPath(List.of(project)).project();
        this.pins = pins;
    }

    /** Returns the format of the project's texts: env, json, yaml or text. */
    public String format() {
        return server.get(
                "reading " + project,
                ApiPath.of(server.organization(), path()),
                json -> ProjectEntry.read(json.object("data").orElse(json)).format());
    }

    /** Returns the server's description of the key. */
    public KeyDescriptor key() {
        return server.key(project);
    }

    /** Returns the keys that the project ever had, newest first. */
    public List<KeyDescriptor> keyHistory() {
        String path = ApiPath.key(server.organization(), project) + "/history";
        return server.get(
                "reading the keys of " + project, path, json -> json.requireList("data", KeyDescriptor::read));
    }

    /** Returns the calls that change the key. */
    public LevelsKeys keys() {
        return new LevelsKeys(levels, this);
    }

    /**
     * Lists prior contents of a level, newest first. The newest of them is not the current content.
     *
     * @param page which hundred of them, counted from 1
     */
    public List<VersionEntry> versions(LevelPath level, int page) {
        JsonMembers body = LevelReference.members(level).put("page", page).put("per_page", PER_PAGE);
        return server.query(
                "listing versions of " + level,
                below("versions"),
                body,
                json -> json.requireList("data", VersionEntry::read));
    }

    /**
     * Decrypts a prior content.
     *
     * @param oldKeys keys that it may be under beside the current one
     * @throws EnvdriftException {@code SECRET_NOT_FOUND} when the level has no such version, {@code DECRYPTION_FAILED} when no key opens
     *     it
     */
    public LevelContent version(LevelPath level, String id, List<Secret> oldKeys) {
        VersionContent content = content(level, id);
        String text = new OldKeys(levels.access(project), keyHistory(), oldKeys).open(level, content);
        return LevelContent.opened(level, format(), text, content.entry().version(), false);
    }

    /**
     * Makes a prior content the current one; what was current is kept as a version.
     *
     * @param oldKeys keys that it may be under beside the current one; under an old one it is encrypted again
     * @return the new version of the level, where the server tells it
     * @throws EnvdriftException {@code SECRET_NOT_FOUND} when the level has no such version, {@code DECRYPTION_FAILED} when no key opens
     *     it
     */
    public OptionalLong restore(LevelPath level, String id, List<Secret> oldKeys) {
        VersionContent content = content(level, id);
        ProjectAccess access = levels.access(project);
        JsonMembers body = new JsonMembers();
        boolean old = content.key().version() != access.descriptor().version();
        if (access.descriptor().custody() == Custody.CLIENT) {
            String text = new OldKeys(access, keyHistory(), oldKeys).open(level, content);
            LevelContent again = LevelContent.opened(level, format(), text, OptionalLong.empty(), false);
            if (old) {
                body.put("content", levels.sealed(access, again));
                body.putIfPresent("key_proof", access.proof());
            }
        }
        String path = below("versions/" + requireId(id) + "/restore");
        return server.send(
                "restoring " + level,
                "POST",
                path,
                body,
                json -> json.object("data").map(data -> data.whole("version")).orElse(OptionalLong.empty()));
    }

    /** Deletes the content of a level; it is kept as a version. */
    public void delete(LevelPath level) {
        server.send("deleting the values of " + level, "POST", below("delete"), LevelReference.members(level));
        pins.forget(level);
    }

    private VersionContent content(LevelPath level, String id) {
        String path = below("versions/" + requireId(id));
        requireOf(level, id);
        return server.get("reading a version of " + level, path, VersionContent::read);
    }

    /** The calls about one version name no level, and ids count across levels: one of another level would be restored there. */
    private void requireOf(LevelPath level, String id) {
        long wanted = Long.parseLong(id);
        for (int page = 1; ; page++) {
            List<VersionEntry> entries = versions(level, page);
            if (entries.stream().anyMatch(entry -> isSame(entry.id(), wanted))) {
                return;
            }
            if (entries.size() < PER_PAGE) {
                throw new EnvdriftException(
                        ErrorCode.SECRET_NOT_FOUND,
                        "'" + level + "' has no version " + id,
                        ShellLine.of("levels", "versions", level.toString())
                                + " lists them; their numbers count across levels");
            }
        }
    }

    private static boolean isSame(String id, long wanted) {
        return id.matches("[0-9]{1,18}") && Long.parseLong(id) == wanted;
    }

    private static String requireId(String id) {
        if (!id.matches("[0-9]{1,18}")) {
            throw new EnvdriftException(
                    ErrorCode.USAGE, "a version's id is a whole number", "levels versions PATH lists them");
        }
        return id;
    }

    String name() {
        return project;
    }

    LevelPath path() {
        return new LevelPath(List.of(project));
    }

    private String below(String call) {
        return ApiPath.below(server.organization(), "secrets/" + call);
    }
}
