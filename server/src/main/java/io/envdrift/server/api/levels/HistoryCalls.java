package io.envdrift.server.api.levels;

import io.envdrift.json.JsonException;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.LevelsRefusal;
import io.envdrift.server.api.levels.Keys.Key;
import io.envdrift.server.api.levels.LevelsCall.At;
import io.envdrift.server.api.levels.Projects.Project;
import io.envdrift.server.api.levels.Versions.Version;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Encrypts prior contents with the active key, in batches that can be resumed: by the client, or by the server for its keys. */
record HistoryCalls(Writing writing, DataKeys dataKeys, Reencryption reencryption) {
    private static final long MOST = 100;
    /** Contents are read so many at a time, until an answer holds this many characters of them. */
    private static final long FEW = 5;

    private static final long PAGE = 4 << 20;

    List<LevelsCall<?, ?>> calls() {
        String path = Paths.PROJECT + "/secrets/re-encrypt-history";
        return List.of(
                LevelsCall.of(
                        Operation.reading("history_pending", "POST", path + "/pending"),
                        call -> Bodies.read(call, json -> Pending.read(Paths.level(call), json)),
                        wish -> Demand.of(wish.path(), Reach.SUBTREE, Scopes.KEY_ROTATE),
                        HistoryCalls::pending),
                new LevelsCall<>(
                        Operation.changing("history_reencrypt", "POST", path),
                        call -> Bodies.read(call, json -> Batch.read(Paths.level(call), json)),
                        wish -> Demand.of(wish.path(), Reach.SUBTREE, Scopes.KEY_ROTATE),
                        this::prepare,
                        this::reencrypt));
    }

    /**
     * What is asked for.
     *
     * @param after versions of this id and before are left out: those that no key of the client opens would else come again
     */
    private record Pending(LevelPath path, long after, long limit) {
        static Pending read(LevelPath path, JsonObject json) {
            return new Pending(path, json.whole("after").orElse(0), most(json));
        }
    }

    /**
     * What is encrypted again.
     *
     * @param contents by version; none where the server is to do it
     */
    private record Batch(LevelPath path, Map<Long, String> contents, Optional<String> proof, long limit) {
        static Batch read(LevelPath path, JsonObject json) {
            Map<Long, String> contents = new LinkedHashMap<>();
            for (JsonObject each : json.objects("versions").orElse(List.of())) {
                long id = each.whole("id").orElseThrow(() -> new JsonException("versions must have ids"));
                contents.put(id, each.requireText("content"));
            }
            if (contents.size() > MOST) {
                throw Refused.invalid("versions", "versions must be " + MOST + " at most");
            }
            return new Batch(path, contents, json.text("key_proof"), most(json));
        }

        /** Shows neither contents nor proof. */
        @Override
        public String toString() {
            return contents.size() + " versions of " + path;
        }
    }

    private static long most(JsonObject json) {
        long limit = json.whole("limit").orElse(MOST);
        if (limit < 1 || limit > MOST) {
            throw Refused.invalid("limit", "limit must be 1 to " + MOST);
        }
        return limit;
    }

    private static Reply pending(At at, Pending wish) throws SQLException {
        Project project = at.project(wish.path());
        List<JsonMembers> part = new ArrayList<>();
        long after = wish.after();
        long characters = 0;
        while (part.size() < wish.limit() && characters < PAGE) {
            long next = Math.min(FEW, wish.limit() - part.size());
            List<Version> versions =
                    Versions.underOldKeys(at.connection(), project.id(), project.keyVersion(), after, next);
            if (versions.isEmpty()) {
                break;
            }
            after = versions.getLast().id();
            for (Version version : versions) {
                characters += version.content().length();
                part.add(new JsonMembers()
                        .put("id", version.id())
                        .put("content", version.content())
                        .put("key_version", version.keyVersion())
                        .put("level", Paths.of(project.slug(), version.path()).toString()));
            }
        }
        long remaining = Versions.countUnderOldKeys(at.connection(), project.id(), project.keyVersion());
        return Replies.ok(Replies.data(part).put("meta", new JsonMembers().put("remaining", remaining)));
    }

    private Batch prepare(Session session, Caller caller, Batch wish) {
        if (wish.contents().isEmpty()) {
            reencryption.prepare(session, caller, wish.path().project(), true);
        }
        return wish;
    }

    private Reply reencrypt(At at, Batch wish) throws SQLException {
        Project project = at.lock(wish.path());
        Key active = at.activeKey(project);
        long updated;
        if (wish.contents().isEmpty() && !active.isClientManaged()) {
            updated = reencryption.history(at, project, dataKeys.of(active), active.version(), wish.limit());
        } else {
            writing.requireProof(active, wish.proof());
            updated = take(at, project, active, wish.contents());
        }
        long remaining = Versions.countUnderOldKeys(at.connection(), project.id(), active.version());
        return Replies.ok(Replies.data(new JsonMembers().put("updated", updated).put("remaining", remaining)));
    }

    private static long take(At at, Project project, Key active, Map<Long, String> contents) throws SQLException {
        for (Map.Entry<Long, String> each : contents.entrySet()) {
            Version version = Versions.find(at.connection(), at.organization(), each.getKey())
                    .filter(found -> found.project().equals(project.id()))
                    .orElseThrow(() -> Refused.notFound("version"));
            if (version.keyVersion() == active.version() || !version.encrypted()) {
                throw Refused.of(
                        LevelsRefusal.KEY_VERSION_CONFLICT,
                        "Version " + version.id() + " is not under an old key",
                        new JsonMembers().put("key_version", version.keyVersion()));
            }
            if (!Writing.isBlob(project, each.getValue())) {
                throw Refused.invalid("versions", "versions must be encrypted");
            }
            Versions.reencrypt(at.connection(), version.id(), each.getValue(), active.version());
        }
        return contents.size();
    }
}
