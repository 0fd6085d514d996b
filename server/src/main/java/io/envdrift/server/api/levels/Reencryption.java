package io.envdrift.server.api.levels;

import io.envdrift.levels.protocol.LevelBlob;
import io.envdrift.server.api.levels.Keys.Key;
import io.envdrift.server.api.levels.LevelsRoute.At;
import io.envdrift.server.api.levels.Nodes.Content;
import io.envdrift.server.api.levels.Nodes.Node;
import io.envdrift.server.api.levels.Projects.Project;
import io.envdrift.server.api.levels.Versions.Version;
import io.envdrift.server.pipeline.Session;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Encrypts contents again where the server manages both keys. */
final class Reencryption {
    private final DataKeys dataKeys;
    private final SecureRandom random = new SecureRandom();

    Reencryption(DataKeys dataKeys) {
        this.dataKeys = dataKeys;
    }

    /** Derives all of a project's keys that the server manages, while no connection waits. */
    void prepare(Session session, Caller caller, String slug) {
        List<Key> keys = session.read(connection -> Keys.all(
                connection,
                Projects.require(connection, caller.organization().id(), slug).id()));
        keys.stream().filter(key -> !key.isClientManaged()).forEach(dataKeys::of);
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
        for (Version each : Versions.underOldKeys(at.connection(), project.id(), version, Long.MAX_VALUE)) {
            Key old = keys.get(each.keyVersion());
            if (old == null || old.isClientManaged() || count == limit) {
                continue;
            }
            Optional<byte[]> text = LevelBlob.open(dataKeys.of(old), each.content());
            if (text.isPresent()) {
                Versions.reencrypt(at.connection(), each.id(), LevelBlob.seal(next, text.get(), random), version);
                count++;
            }
        }
        return count;
    }
}
