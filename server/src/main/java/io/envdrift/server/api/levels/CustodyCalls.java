package io.envdrift.server.api.levels;

import io.envdrift.base.Secret;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.Custody;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.LevelsRefusal;
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

/**
 * Passes a project's key between server and clients. The key itself, its salt and its rounds stay, so no level is encrypted
 * again; the version of the key becomes one more, so that clients can tell the change from a forgery.
 */
record CustodyCalls(KeyStore keys, DataKeys dataKeys, Writing writing, Reencryption reencryption) {
    List<LevelsCall<?, ?>> calls() {
        return List.of(new LevelsCall<>(
                Operation.changing("key_custody", "POST", Paths.PROJECT + "/encryption-key/custody"),
                call -> Bodies.read(call, json -> Wish.read(Paths.level(call), json)),
                wish -> Demand.of(wish.path(), Reach.SUBTREE, Scopes.KEY_ROTATE, Scopes.KEY_RETRIEVE),
                this::prepare,
                this::pass));
    }

    /**
     * Who is to hold the key.
     *
     * @param uploaded the key, on its way to the server
     * @param key its proof, on its way to the clients
     */
    private record Wish(
            LevelPath path, Custody custody, Optional<Secret> uploaded, Optional<NewKey> key, Optional<String> proof) {
        static Wish read(LevelPath path, JsonObject json) {
            Custody custody = Custody.of(Bodies.choice(json, "managed", List.of("server", "client"))
                    .orElseThrow(() -> Refused.invalid("managed", "managed required")));
            return custody == Custody.CLIENT
                    ? new Wish(
                            path, custody, Optional.empty(), Optional.of(NewKey.clientManaged(json)), Optional.empty())
                    : new Wish(
                            path,
                            custody,
                            Optional.of(Secret.of(Bodies.requireText(json, "encryption_key"))),
                            Optional.empty(),
                            json.text("key_proof"));
        }

        /** Shows neither key nor proof. */
        @Override
        public String toString() {
            return "custody of " + path;
        }
    }

    private Key active(Session session, Caller caller, LevelPath path) {
        return session.read(connection -> {
            Project project = Projects.require(connection, caller.organization().id(), path.project());
            return Keys.require(connection, project.id(), project.keyVersion());
        });
    }

    /** What the transaction works with: the data key belongs to the key that was active then. */
    private record Prepared(Wish wish, Key active, Secret key, byte[] dataKey) {
        /** Shows no key. */
        @Override
        public String toString() {
            return "change of custody";
        }
    }

    private Prepared prepare(Session session, Caller caller, Wish wish) {
        Key active = active(session, caller, wish.path());
        if (active.custody() == wish.custody()) {
            throw Refused.of(
                    LevelsRefusal.INVALID_COMBINATION,
                    "The key is " + wish.custody().word() + "-managed already");
        }
        if (wish.custody() == Custody.SERVER) {
            writing.requireProof(active, wish.proof());
            Secret key = wish.uploaded().orElseThrow();
            return new Prepared(wish, active, key, dataKeys.derive(key, active.parameters()));
        }
        reencryption.prepare(session, caller, wish.path().project(), true);
        return new Prepared(wish, active, keys.key(active), dataKeys.of(active));
    }

    private Reply pass(At at, Prepared prepared) throws SQLException {
        Project project = at.lock(prepared.wish().path());
        Key active = at.activeKey(project);
        if (active.id() != prepared.active().id()) {
            throw Refused.of(LevelsRefusal.ROTATION_RUNNING, "The key was changed meanwhile: begin again");
        }
        RotationLimit.require(at, project.id());
        Key next = prepared.wish().custody() == Custody.SERVER
                ? toServer(at, project, active, prepared)
                : toClients(at, project, active, prepared);
        Keys.add(at.connection(), next);
        Keys.retire(at.connection(), active.id(), at.now());
        Projects.useKey(at.connection(), project.id(), next.version());
        Nodes.renumberKey(at.connection(), project.id(), active.version(), next.version());
        Versions.renumberKey(at.connection(), project.id(), active.version(), next.version());
        Optional<Secret> shown = next.isClientManaged() ? Optional.empty() : Optional.of(prepared.key());
        return Replies.ok(Replies.data(
                new JsonMembers().put("key", KeyCalls.descriptor(next, shown).members())));
    }

    private Key toServer(At at, Project project, Key active, Prepared prepared) {
        String proof = KeyStore.proof(prepared.key(), prepared.dataKey(), active);
        if (!keys.isProof(active, proof)) {
            throw Refused.of(LevelsRefusal.KEY_PROOF_MISMATCH, "encryption_key is not the project's key");
        }
        NewKey same = new NewKey(Custody.SERVER, prepared.key(), active.parameters(), active.proof(), active.hint());
        return same.sealed(keys, project.id(), active.version() + 1, Timestamps.text(at.now()));
    }

    /**
     * From now on nothing that the server has opens any content of the project: earlier keys go once no content needs
     * them.
     */
    private Key toClients(At at, Project project, Key active, Prepared prepared) throws SQLException {
        NewKey wanted = prepared.wish().key().orElseThrow();
        if (!wanted.parameters().equals(active.parameters())) {
            throw Refused.invalid("key_check_salt", "key_check_salt and key_check_iterations must be those of the key");
        }
        String proof = KeyStore.proof(prepared.key(), prepared.dataKey(), wanted.proof(), active.parameters());
        if (!proof.equals(wanted.secret().reveal())) {
            throw Refused.of(LevelsRefusal.KEY_PROOF_MISMATCH, "key_check is not the proof of the project's key");
        }
        reencryption.history(at, project, prepared.dataKey(), active.version(), Long.MAX_VALUE);
        for (Key old : Keys.all(at.connection(), project.id())) {
            if (!old.isClientManaged() && old.id() != active.id()) {
                requireUnused(at, project, old);
                Keys.remove(at.connection(), old.id());
            }
        }
        Keys.drop(at.connection(), active.id(), keys.sealProof(proof, project.id(), active.version()));
        return wanted.sealed(keys, project.id(), active.version() + 1, Timestamps.text(at.now()));
    }

    private static void requireUnused(At at, Project project, Key old) throws SQLException {
        if (Versions.isKeyUsed(at.connection(), project.id(), old.version())) {
            throw Refused.of(
                    LevelsRefusal.NOT_DECRYPTABLE,
                    "Versions under key " + old.version() + " do not open with it: purge them first");
        }
    }
}
