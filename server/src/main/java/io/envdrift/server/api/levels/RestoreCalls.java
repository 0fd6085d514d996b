package io.envdrift.server.api.levels;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.LevelBlob;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.LevelsRefusal;
import io.envdrift.server.api.levels.Keys.Key;
import io.envdrift.server.api.levels.LevelsCall.At;
import io.envdrift.server.api.levels.Nodes.Content;
import io.envdrift.server.api.levels.Nodes.Node;
import io.envdrift.server.api.levels.Projects.Project;
import io.envdrift.server.api.levels.Versions.Version;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Session;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Brings a prior content back as a new one. */
final class RestoreCalls {
    private final Writing writing;
    private final DataKeys dataKeys;
    private final SecureRandom random = new SecureRandom();

    RestoreCalls(Writing writing, DataKeys dataKeys) {
        this.writing = writing;
        this.dataKeys = dataKeys;
    }

    List<LevelsCall<?, ?>> calls() {
        return List.of(new LevelsCall<>(
                Operation.changing("version_restore", "POST", VersionCalls.VERSION + "/restore"),
                call -> Bodies.read(call, json -> Wish.read(Paths.id(call), json)),
                wish -> Demand.anywhere(Scopes.SECRET_RESTORE),
                this::prepare,
                this::restore));
    }

    /**
     * What is to be restored.
     *
     * @param content encrypted again by the client, where the version is under an old key of the clients
     */
    private record Wish(long id, Optional<String> content, Optional<String> proof, OptionalLong expectedVersion) {
        static Wish read(long id, JsonObject json) {
            return new Wish(
                    id,
                    json.text("content").filter(text -> !text.isEmpty()),
                    json.text("key_proof"),
                    Bodies.expectedVersion(json));
        }

        /** Shows neither content nor proof. */
        @Override
        public String toString() {
            return "restore of version " + id;
        }
    }

    /** Derives what the transaction will need. */
    private Wish prepare(Session session, Caller caller, Wish wish) {
        Version version = VersionCalls.locate(session, caller, wish.id());
        record Pair(Key old, Key active) {}
        Pair keys = session.read(connection -> {
            Project project = Projects.require(connection, caller.organization().id(), version.projectSlug());
            return new Pair(
                    Keys.require(connection, project.id(), version.keyVersion()),
                    Keys.require(connection, project.id(), project.keyVersion()));
        });
        if (version.encrypted() && wish.content().isEmpty() && canReencrypt(keys.old(), keys.active())) {
            dataKeys.of(keys.old());
            dataKeys.of(keys.active());
        }
        return wish;
    }

    private static boolean canReencrypt(Key old, Key active) {
        return old.version() != active.version() && !old.isClientManaged() && !active.isClientManaged();
    }

    private Reply restore(At at, Wish wish) throws SQLException {
        Version version = VersionCalls.require(at, wish.id());
        Project project = Projects.lock(at.connection(), at.organization(), version.projectSlug(), at.now());
        LevelPath path = Paths.of(version.projectSlug(), version.path());
        at.caller().requireReach(Reach.LEVEL, Optional.of(path));
        Node node = Nodes.require(at.connection(), project.id(), path);
        Key active = at.activeKey(project);
        Writing.requireVersion(node, wish.expectedVersion());
        Content content = content(at, project, version, active, wish, path);
        long number = writing.write(at, project, node, Optional.of("restore"), content);
        return Replies.ok(Replies.data(new JsonMembers()
                .put("type", "secrets")
                .put("secret_id", Long.toString(node.id()))
                .put("restored_from", Long.toString(version.id()))
                .put("version", number)));
    }

    private Content content(At at, Project project, Version version, Key active, Wish wish, LevelPath path)
            throws SQLException {
        if (wish.content().isPresent()) {
            boolean blob = Writing.isBlob(project, wish.content().get());
            writing.requireProof(active, wish.proof());
            return new Content(wish.content(), blob, active.version(), version.variableCount());
        }
        if (!version.encrypted()) {
            Writing.isBlob(project, version.content());
        }
        if (!version.encrypted() || version.keyVersion() == active.version()) {
            return new Content(
                    Optional.of(version.content()), version.encrypted(), active.version(), version.variableCount());
        }
        Key old = Keys.require(at.connection(), project.id(), version.keyVersion());
        if (!canReencrypt(old, active)) {
            throw Refused.of(
                    LevelsRefusal.CONTENT_REQUIRED_FOR_OLD_KEY,
                    "The version is under key " + old.version() + ": send it encrypted with the current key",
                    new JsonMembers().put("key_version", old.version()));
        }
        byte[] text = LevelBlob.open(dataKeys.of(old), version.content())
                .orElseThrow(() -> SecretsCalls.notDecryptable(path));
        String again = LevelBlob.seal(dataKeys.of(active), text, random);
        return new Content(Optional.of(again), true, active.version(), version.variableCount());
    }
}
