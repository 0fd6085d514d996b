package io.envdrift.server.api.levels;

import io.envdrift.levels.protocol.LevelBlob;
import io.envdrift.server.api.levels.Keys.Key;
import io.envdrift.server.api.levels.LevelsCall.At;
import io.envdrift.server.api.levels.Nodes.Content;
import io.envdrift.server.api.levels.Nodes.Node;
import io.envdrift.server.api.levels.Projects.Project;
import io.envdrift.server.api.levels.Versions.Version;
import io.envdrift.server.pipeline.Session;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Encrypts contents again where the server manages both keys. */
final class Reencryption {
    private static final int BATCH = 100;

    private final DataKeys dataKeys;
    private final SecureRandom random = new SecureRandom();

    Reencryption(DataKeys dataKeys) {
        this.dataKeys = dataKeys;
    }

    /**
     * Derives the keys of a project that the server manages, while no connection waits.
     *
     * @param withHistory whether those of prior contents are needed as well
     */
    void prepare(Session session, Caller caller, String slug, boolean withHistory) {
        List<Key> needed = session.read(connection -> {
            Project project = Projects.require(connection, caller.organization().id(), slug);
            List<Key> found = new ArrayList<>();
            for (Key key : Keys.all(connection, project.id())) {
                boolean active = key.version() == project.keyVersion();
                boolean used = active || withHistory && Versions.isKeyUsed(connection, project.id(), key.version());
                if (used && !key.isClientManaged()) {
                    found.add(key);
                }
            }
            return found;
        });
        needed.forEach(dataKeys::of);
    }

    /**
     * Encrypts the levels of a project with a new key.
     *
     * @throws Refused 422 when one does not open with its own
     */
    void levels(At at, Project project, byte[] next, long version) throws SQLException {
        for (Node node : Nodes.all(at.connection(), project.id())) {
            if (node.content().isPresent() && node.encrypted()) {
                Key old = Keys.require(at.connection(), project.id(), node.keyVersion());
                String again = LevelBlob.open(
                                dataKeys.of(SecretsCalls.requireServerManaged(old)),
                                node.content().get())
                        .map(text -> LevelBlob.seal(next, text, random))
                        .orElseThrow(() -> SecretsCalls.notDecryptable(Paths.of(project.slug(), node.path())));
                Nodes.write(
                        at.connection(),
                        node.id(),
                        new Content(Optional.of(again), true, version, node.variableCount()),
                        at.now());
            }
        }
    }

    /**
     * Encrypts prior contents with the active key, as far as the server manages theirs. What does not open is left as it is.
     *
     * @param next the active data key
     * @return how many were encrypted again
     */
    long history(At at, Project project, byte[] next, long version, long limit) throws SQLException {
        Map<Long, Key> keys = new HashMap<>();
        for (Key key : Keys.all(at.connection(), project.id())) {
            keys.put(key.version(), key);
        }
        long count = 0;
        long after = 0;
        while (count < limit) {
            List<Version> batch = Versions.underOldKeys(at.connection(), project.id(), version, after, BATCH);
            if (batch.isEmpty()) {
                break;
            }
            after = batch.getLast().id();
            for (Version each : batch) {
                Key old = keys.get(each.keyVersion());
                if (count < limit && old != null && !old.isClientManaged() && reencrypt(at, each, old, next, version)) {
                    count++;
                }
            }
        }
        return count;
    }

    private boolean reencrypt(At at, Version each, Key old, byte[] next, long version) throws SQLException {
        Optional<byte[]> text = LevelBlob.open(dataKeys.of(old), each.content());
        if (text.isPresent()) {
            Versions.reencrypt(at.connection(), each.id(), LevelBlob.seal(next, text.get(), random), version);
        }
        return text.isPresent();
    }
}
