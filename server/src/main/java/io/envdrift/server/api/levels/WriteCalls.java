package io.envdrift.server.api.levels;

import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.LevelReference;
import io.envdrift.levels.protocol.StoreLevel;
import io.envdrift.levels.protocol.StoredReceipt;
import io.envdrift.server.api.levels.Keys.Key;
import io.envdrift.server.api.levels.LevelsCall.At;
import io.envdrift.server.api.levels.Nodes.Node;
import io.envdrift.server.api.levels.Projects.Project;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes of secrets: store and delete. */
record WriteCalls(Writing writing) {
    List<LevelsCall<?, ?>> calls() {
        return List.of(
                LevelsCall.of(
                        Operation.changing("secrets_store", "POST", Paths.ORGANIZATION + "/secrets/store"),
                        call -> Bodies.read(call, WriteCalls::readStore),
                        wish -> Demand.of(wish.level(), Reach.LEVEL, Scopes.SECRET_WRITE),
                        this::store),
                LevelsCall.of(
                        Operation.changing("secrets_delete", "POST", Paths.ORGANIZATION + "/secrets/delete"),
                        call -> Bodies.read(call, Delete::read),
                        Delete::demand,
                        this::delete));
    }

    private static StoreLevel readStore(JsonObject json) {
        StoreLevel wish = StoreLevel.read(json);
        if (wish.content().isEmpty()) {
            throw Refused.invalid("content", "content required");
        }
        return new StoreLevel(
                wish.level(),
                wish.content(),
                wish.proof(),
                wish.withoutBackup(),
                Bodies.natural("expected_version", wish.expectedVersion()),
                Bodies.natural("variable_count", wish.variableCount()));
    }

    private record Delete(LevelPath path, boolean withHistory, OptionalLong expectedVersion) {
        static Delete read(JsonObject json) {
            Delete wish = new Delete(LevelReference.read(json), json.flag("no_backup"), Bodies.expectedVersion(json));
            if (wish.withHistory() && !json.flag("confirmed")) {
                throw Refused.invalid("confirmed", "confirmed must be true: no_backup removes the history as well");
            }
            return wish;
        }

        Demand demand() {
            return withHistory
                    ? Demand.of(path, Reach.LEVEL, Scopes.SECRET_WRITE, Scopes.SECRET_PURGE)
                    : Demand.of(path, Reach.LEVEL, Scopes.SECRET_WRITE);
        }
    }

    private Reply store(At at, StoreLevel wish) throws SQLException {
        Project project = at.lock(wish.level());
        Node node = Nodes.require(at.connection(), project.id(), wish.level());
        Key key = at.activeKey(project);
        boolean blob = Writing.isBlob(project, wish.content());
        writing.requireProof(key, wish.proof());
        Writing.requireVersion(node, wish.expectedVersion());
        long version = writing.write(
                at,
                project,
                node,
                wish.withoutBackup() ? Optional.empty() : Optional.of("update"),
                new Nodes.Content(Optional.of(wish.content()), blob, key.version(), wish.variableCount()));
        return Replies.ok(new StoredReceipt(
                        wish.level().kind().word(),
                        wish.level().slugs().getLast(),
                        wish.content().getBytes(StandardCharsets.UTF_8).length,
                        OptionalLong.of(version))
                .answer());
    }

    private Reply delete(At at, Delete wish) throws SQLException {
        Project project = at.lock(wish.path());
        Node node = Nodes.require(at.connection(), project.id(), wish.path());
        Writing.requireVersion(node, wish.expectedVersion());
        if (wish.withHistory()) {
            Versions.removeAll(at.connection(), node.id());
        }
        if (node.content().isPresent()) {
            writing.write(
                    at,
                    project,
                    node,
                    wish.withHistory() ? Optional.empty() : Optional.of("delete"),
                    new Nodes.Content(Optional.empty(), true, node.keyVersion(), OptionalLong.empty()));
        }
        return Replies.nothing();
    }
}
