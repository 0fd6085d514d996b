package io.envdrift.server.api.levels;

import io.envdrift.json.JsonMembers;
import io.envdrift.levels.protocol.LevelBlob;
import io.envdrift.levels.protocol.LevelsRefusal;
import io.envdrift.server.api.levels.Keys.Key;
import io.envdrift.server.api.levels.LevelsCall.At;
import io.envdrift.server.api.levels.Nodes.Node;
import io.envdrift.server.api.levels.Projects.Project;
import io.envdrift.server.store.Quotas;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/** The one way in which a level gets another content: the prior one is kept, the version counted, quotas held. */
record Writing(KeyStore keys, Quotas quotas) {
    private static final int BASE64_UNIT = 4;

    /**
     * Demands the proof where the clients manage the key.
     *
     * @throws Refused 422 when it is missing or another one
     */
    void requireProof(Key key, Optional<String> proof) {
        if (!key.isClientManaged()) {
            return;
        }
        if (proof.isEmpty() || proof.get().isEmpty()) {
            throw Refused.of(
                    LevelsRefusal.KEY_PROOF_REQUIRED, "The project's key is client-managed: key_proof required");
        }
        if (!keys.isProof(key, proof.get())) {
            throw Refused.of(
                    LevelsRefusal.KEY_PROOF_MISMATCH, "key_proof is not that of the project's key; nothing was stored");
        }
    }

    /**
     * Demands the version that a writer has seen; 0 stands for no content.
     *
     * @throws Refused 409 when there is another one
     */
    static void requireVersion(Node node, OptionalLong expected) {
        boolean same = expected.isEmpty()
                || expected.getAsLong() == node.version()
                || expected.getAsLong() == 0 && node.content().isEmpty();
        if (!same) {
            throw Refused.of(
                    LevelsRefusal.VERSION_CONFLICT,
                    "The level is at version " + node.version() + ", not " + expected.getAsLong(),
                    new JsonMembers().put("version", node.version()));
        }
    }

    /**
     * Tells whether a content is a blob.
     *
     * @throws Refused 422 when it is none and the project allows no plaintext
     */
    static boolean isBlob(Project project, String content) {
        boolean blob = content.length() % BASE64_UNIT == 0 && LevelBlob.isWellFormed(content);
        if (!blob && !project.plaintext()) {
            throw Refused.of(
                    LevelsRefusal.PLAINTEXT_REFUSED,
                    "content must be base64 of an encrypted text, 28 bytes at least; the project allows no plaintext");
        }
        return blob;
    }

    /**
     * Gives a level another content; the project is locked.
     *
     * @param action what the prior content's version says; nothing to keep no prior content
     * @return the new version
     * @throws Refused 403 when the quota is used up
     */
    long write(At at, Project project, Node node, Optional<String> action, Nodes.Content content) throws SQLException {
        if (action.isPresent()) {
            Versions.keep(at.connection(), node, action.get(), at.caller(), at.now());
            if (quotas.versions() > 0) {
                Versions.trim(at.connection(), node.id(), quotas.versions());
            }
        }
        Nodes.write(at.connection(), node.id(), content, at.now());
        if (quotas.projectBytes() > 0 && content.text().isPresent()) {
            requireRoom(Versions.storedBytes(at.connection(), project.id()));
        }
        return node.version() + 1;
    }

    /**
     * Demands that a project may take as much as it has.
     *
     * @throws Refused 403 when the quota is used up
     */
    void requireRoom(long bytes) {
        if (quotas.projectBytes() > 0 && bytes > quotas.projectBytes()) {
            throw Refused.quota("Project quota reached: " + quotas.projectBytes() + " bytes");
        }
    }
}
