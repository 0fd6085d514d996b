package io.envdrift.server.api.levels;

import io.envdrift.base.Secret;
import io.envdrift.json.JsonMembers;
import io.envdrift.levels.protocol.KeyDescriptor;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.server.api.levels.Keys.Key;
import io.envdrift.server.api.levels.LevelsCall.At;
import io.envdrift.server.api.levels.Projects.Project;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What is said of a project's keys. */
record KeyCalls(KeyStore keys) {
    List<LevelsCall<?, ?>> calls() {
        String key = Paths.PROJECT + "/encryption-key";
        return List.of(
                LevelsCall.of(
                        Operation.reading("key_retrieve", "GET", key),
                        Paths::level,
                        path -> Demand.of(path, Reach.ANCESTOR, Scopes.KEY_RETRIEVE),
                        this::retrieve),
                LevelsCall.of(
                        Operation.reading("key_history", "GET", key + "/history"),
                        Paths::level,
                        path -> Demand.of(path, Reach.ANCESTOR, Scopes.KEY_RETRIEVE),
                        KeyCalls::history));
    }

    Reply retrieve(At at, LevelPath path) throws SQLException {
        Project project = at.project(path);
        Key key = at.activeKey(project);
        Optional<Secret> text = key.isClientManaged() ? Optional.empty() : Optional.of(keys.key(key));
        return Replies.ok(descriptor(key, text).answer());
    }

    /** The proof is never among it, and the keys of before are not either. */
    private static Reply history(At at, LevelPath path) throws SQLException {
        Project project = at.project(path);
        List<JsonMembers> history = Keys.all(at.connection(), project.id()).stream()
                .map(key -> description(key, project.keyVersion()))
                .toList();
        return Replies.ok(Replies.data(history));
    }

    static KeyDescriptor descriptor(Key key, Optional<Secret> text) {
        return new KeyDescriptor(
                key.custody(),
                text,
                Optional.of(key.parameters()),
                key.proof(),
                key.version(),
                key.hint(),
                Optional.of(key.createdAt()));
    }

    /** Returns what the history and versions say of a key. */
    static JsonMembers description(Key key, long active) {
        return descriptor(key, Optional.empty())
                .members()
                .putNullable("key_check", Optional.empty())
                .put("is_active", key.version() == active)
                .putNullable("rotated_at", key.rotatedAt());
    }
}
