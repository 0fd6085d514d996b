package io.envdrift.server.api.levels;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.LevelReference;
import io.envdrift.levels.protocol.LevelsRefusal;
import io.envdrift.levels.protocol.VersionEntry;
import io.envdrift.server.api.levels.LevelsCall.At;
import io.envdrift.server.api.levels.Nodes.Node;
import io.envdrift.server.api.levels.Projects.Project;
import io.envdrift.server.api.levels.Versions.Version;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Prior contents: list, show, delete, purge. */
record VersionCalls(DataKeys dataKeys) {
    static final String VERSIONS = Paths.ORGANIZATION + "/secrets/versions";
    static final String VERSION = VERSIONS + "/{id}";

    private static final List<String> SCOPES = List.of("level", "project");

    List<LevelsCall<?, ?>> calls() {
        return List.of(
                LevelsCall.of(
                        Operation.reading("versions_list", "POST", VERSIONS),
                        call -> Bodies.read(call, Wanted::read),
                        wanted -> Demand.of(wanted.path(), Reach.LEVEL, Scopes.SECRET_HISTORY),
                        VersionCalls::list),
                new LevelsCall<>(
                        Operation.reading("version_show", "GET", VERSION),
                        Show::of,
                        Show::demand,
                        this::locate,
                        this::show),
                new LevelsCall<>(
                        Operation.changing("version_delete", "DELETE", VERSION),
                        call -> new Removal(
                                Paths.id(call),
                                LevelsRead.flag(call, "force") || Bodies.read(call, json -> json.flag("force"))),
                        removal -> Demand.anywhere(Scopes.SECRET_PURGE),
                        (session, caller, removal) -> {
                            locate(session, caller, removal.id());
                            return removal;
                        },
                        VersionCalls::remove),
                LevelsCall.of(
                        Operation.changing("versions_purge", "POST", VERSIONS + "/purge"),
                        call -> Bodies.read(call, Purge::read),
                        Purge::demand,
                        VersionCalls::purge));
    }

    private record Wanted(LevelPath path, Page page) {
        static Wanted read(JsonObject json) {
            return new Wanted(LevelReference.read(json), Page.of(json));
        }
    }

    private record Show(long id, boolean decrypt) {
        static Show of(Call call) {
            return new Show(Paths.id(call), LevelsRead.flag(call, "decrypt"));
        }

        Demand demand() {
            return decrypt
                    ? Demand.anywhere(Scopes.SECRET_HISTORY, Scopes.SECRET_DECRYPT)
                    : Demand.anywhere(Scopes.SECRET_HISTORY);
        }
    }

    private record Removal(long id, boolean force) {}

    private record Purge(LevelPath path, boolean wholeProject) {
        static Purge read(JsonObject json) {
            String scope = Bodies.choice(json, "scope", SCOPES).orElse("level");
            if (!json.flag("confirmed")) {
                throw Refused.invalid("confirmed", "confirmed must be true: what is purged is gone");
            }
            LevelPath path = LevelReference.read(json);
            boolean project = scope.equals("project");
            if (project && path.slugs().size() > 1) {
                throw Refused.of(
                        LevelsRefusal.INVALID_COMBINATION, "scope project goes with neither target nor environment");
            }
            return new Purge(path, project);
        }

        Demand demand() {
            return Demand.of(path, wholeProject ? Reach.SUBTREE : Reach.LEVEL, Scopes.SECRET_PURGE);
        }
    }

    /**
     * Finds the version that a path names, and notes which level the call is about.
     *
     * @throws Refused 404 when there is none within the caller's limits
     */
    static Version locate(Session session, Caller caller, long id) {
        Version version = session.read(connection ->
                        Versions.find(connection, caller.organization().id(), id))
                .orElseThrow(() -> Refused.notFound("version"));
        LevelPath path = Paths.of(version.projectSlug(), version.path());
        if (!caller.limits().cover(path)) {
            throw Refused.notFound("version");
        }
        session.concerns(caller.organization().id(), Optional.of(path + "#" + id), Optional.of(caller.principal()));
        return version;
    }

    private Show locate(Session session, Caller caller, Show wish) {
        Version version = locate(session, caller, wish.id());
        if (wish.decrypt() && version.encrypted()) {
            dataKeys.of(SecretsCalls.requireServerManaged(
                    session.read(connection -> Keys.require(connection, version.project(), version.keyVersion()))));
        }
        return wish;
    }

    /** Finds the version again, within the transaction. */
    static Version require(At at, long id) throws SQLException {
        return Versions.find(at.connection(), at.organization(), id).orElseThrow(() -> Refused.notFound("version"));
    }

    private static Reply list(At at, Wanted wanted) throws SQLException {
        Project project = at.project(wanted.path());
        Node node = Nodes.require(at.connection(), project.id(), wanted.path());
        List<Keys.Key> keys = Keys.all(at.connection(), project.id());
        List<JsonMembers> part = Versions.page(at.connection(), node.id(), wanted.page()).stream()
                .map(version -> entry(version, keys))
                .toList();
        return Replies.ok(wanted.page().answer(part, Versions.count(at.connection(), node.id())));
    }

    private static JsonMembers entry(Version version, List<Keys.Key> keys) {
        boolean client = keys.stream().anyMatch(key -> key.version() == version.keyVersion() && key.isClientManaged());
        return new VersionEntry(
                        Long.toString(version.id()),
                        version.action(),
                        version.content().length(),
                        client,
                        version.keyVersion(),
                        OptionalLong.of(version.number()),
                        version.createdAt(),
                        Optional.of(version.creator()))
                .members(version.by())
                .put("type", "secret-versions");
    }

    private Reply show(At at, Show wish) throws SQLException {
        Version version = require(at, wish.id());
        List<Keys.Key> keys = Keys.all(at.connection(), version.project());
        Keys.Key key = Keys.require(at.connection(), version.project(), version.keyVersion());
        String content = version.content();
        if (wish.decrypt() && version.encrypted()) {
            content = SecretsCalls.open(
                    dataKeys.of(SecretsCalls.requireServerManaged(key)),
                    content,
                    Paths.of(version.projectSlug(), version.path()));
        }
        long active = keys.getFirst().version();
        return Replies.ok(Replies.data(entry(version, keys)
                .put("encrypted", version.encrypted() && !wish.decrypt())
                .put("content", content)
                .put("key", KeyCalls.description(key, active).put("version", Long.toString(key.version())))));
    }

    /** The last version of a level may be the only copy after an accident, so it is removed with force only. */
    private static Reply remove(At at, Removal wish) throws SQLException {
        Version version = require(at, wish.id());
        Projects.lock(at.connection(), at.organization(), version.projectSlug(), at.now());
        if (!wish.force() && Versions.count(at.connection(), version.node()) == 1) {
            throw Refused.of(
                    LevelsRefusal.VERSION_PROTECTED,
                    "This is the last version of the level; add force=true to delete it");
        }
        Versions.remove(at.connection(), version.id());
        return Replies.nothing();
    }

    private static Reply purge(At at, Purge wish) throws SQLException {
        Project project = at.lock(wish.path());
        List<Node> nodes = wish.wholeProject()
                ? Nodes.all(at.connection(), project.id())
                : List.of(Nodes.require(at.connection(), project.id(), wish.path()));
        long count = 0;
        for (Node node : nodes) {
            count += Versions.removeAll(at.connection(), node.id());
        }
        return Replies.ok(Replies.data(new JsonMembers().put("purged_count", count)));
    }
}
