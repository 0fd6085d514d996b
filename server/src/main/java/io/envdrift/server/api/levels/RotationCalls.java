package io.envdrift.server.api.levels;

import io.envdrift.base.Secret;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.Custody;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.server.api.levels.Keys.Key;
import io.envdrift.server.api.levels.LevelsCall.At;
import io.envdrift.server.api.levels.Projects.Project;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Session;
import io.envdrift.server.store.Timestamps;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Rotates the key of a project whose key the server manages: all levels in one transaction. */
record RotationCalls(KeyStore keys, DataKeys dataKeys, Reencryption reencryption) {
    static final List<String> POLICIES = List.of("keep", "re_encrypt");

    List<LevelsCall<?, ?>> calls() {
        return List.of(new LevelsCall<>(
                Operation.changing("key_rotate", "POST", Paths.PROJECT + "/encryption-key/rotate"),
                call -> Bodies.read(call, json -> Wish.read(Paths.level(call), json)),
                wish -> Demand.of(wish.path(), Reach.SUBTREE, Scopes.KEY_ROTATE),
                this::prepare,
                this::rotate));
    }

    private record Wish(LevelPath path, boolean withHistory) {
        static Wish read(LevelPath path, JsonObject json) {
            return new Wish(
                    path,
                    Bodies.choice(json, "history_policy", POLICIES)
                            .orElse("keep")
                            .equals("re_encrypt"));
        }
    }

    /** What the transaction works with: the new key, derived already. */
    private record Prepared(Wish wish, NewKey key, byte[] dataKey) {
        /** Shows no key. */
        @Override
        public String toString() {
            return "rotation";
        }
    }

    private Prepared prepare(Session session, Caller caller, Wish wish) {
        Key active = session.read(connection -> {
            Project project = Projects.require(
                    connection, caller.organization().id(), wish.path().project());
            return Keys.require(connection, project.id(), project.keyVersion());
        });
        SecretsCalls.requireServerManaged(active);
        reencryption.prepare(session, caller, wish.path().project(), wish.withHistory());
        Secret key = KeyStore.makeKey();
        NewKey fresh = new NewKey(
                Custody.SERVER,
                key,
                NewKey.freshParameters(active.parameters().rounds()),
                active.proof(),
                active.hint());
        return new Prepared(wish, fresh, dataKeys.derive(key, fresh.parameters()));
    }

    private Reply rotate(At at, Prepared prepared) throws SQLException {
        Project project = at.lock(prepared.wish().path());
        Key old = SecretsCalls.requireServerManaged(at.activeKey(project));
        RotationLimit.require(at, project.id());
        long version = old.version() + 1;
        String now = Timestamps.text(at.now());
        long id = Keys.add(at.connection(), prepared.key().sealed(keys, project.id(), version, now));
        Keys.retire(at.connection(), old.id(), at.now());
        Projects.useKey(at.connection(), project.id(), version);
        reencryption.levels(at, project, prepared.dataKey(), version);
        if (prepared.wish().withHistory()) {
            reencryption.history(at, project, prepared.dataKey(), version, Long.MAX_VALUE);
        }
        JsonMembers attributes = new JsonMembers().put("id", id);
        if (at.caller().may(Scopes.KEY_RETRIEVE)) {
            // A caller who may not retrieve the key does not get the new one by rotating it.
            attributes.put("key", prepared.key().secret().reveal());
        }
        attributes
                .put("version", Long.toString(version))
                .put("is_active", true)
                .put("created_at", now)
                .putNullable("rotated_at", Optional.empty());
        return Replies.ok(Replies.data(
                new JsonMembers().put("key", Replies.resource("encryption-keys", Long.toString(id), attributes))));
    }
}
