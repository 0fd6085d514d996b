package io.envdrift.levels;

import io.envdrift.crypto.AesGcm;
import io.envdrift.crypto.Hkdf;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import io.envdrift.levels.merge.LevelContent;
import io.envdrift.levels.protocol.Custody;
import io.envdrift.levels.protocol.KeyDescriptor;
import io.envdrift.levels.protocol.LevelBlob;
import io.envdrift.levels.protocol.LevelPath;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last pull of each path, for times when the server is away: encrypted under a key that comes from the project's, and tied to
 * server, organization, path and time within the encryption. Only client-managed projects have one: elsewhere the key would have to
 * lie beside it.
 */
final class LevelsCache {
    private static final byte[] CONTEXT = "envdrift/levels/cache/v1".getBytes(StandardCharsets.UTF_8);
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS);

    private final LevelsHome home;
    private final LevelsServer server;
    private final InstantSource clock;

    LevelsCache(LevelsHome home, LevelsServer server, InstantSource clock) {
        this.home = home;
        this.server = server;
        this.clock = clock;
    }

    /** Replaces the cache of a path. Failures are ignored: the values have been pulled. */
    void write(ProjectAccess access, LevelPath path, List<LevelContent> contents) {
        if (access.descriptor().custody() != Custody.CLIENT) {
            home.files().delete(keyOf(path));
            return;
        }
        List<JsonMembers> levels = contents.stream()
                .map(content -> new JsonMembers()
                        .put("path", content.level().toString())
                        .put("format", content.format())
                        .put("text", content.text())
                        .put("bound", content.bound())
                        .putIfPresent("version", content.version()))
                .toList();
        String plaintext = new JsonMembers()
                .put("of", String.join(" ", keyOf(path)))
                .put("savedAt", clock.instant().toEpochMilli())
                .put("levels", levels)
                .toJson();
        String sealed = LevelBlob.seal(key(access), plaintext.getBytes(StandardCharsets.UTF_8), new SecureRandom());
        home.files()
                .write(
                        new JsonMembers()
                                .put("key", access.descriptor().members())
                                .put("sealed", sealed),
                        keyOf(path));
    }

    /**
     * Returns what was pulled last.
     *
     * @param maxAge how old it may be
     * @return nothing when there is none, it belongs to something else, is too old, or is under another key
     */
    Optional<PulledLevels> read(LevelPath path, ClientKey clientKey, Optional<Duration> maxAge) {
        Optional<JsonObject> file = home.files().read(keyOf(path));
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            KeyDescriptor key =
                    KeyDescriptor.read(file.get().object("key").orElseThrow(() -> new JsonException("key")));
            if (key.custody() != Custody.CLIENT) {
                return Optional.empty();
            }
            ProjectAccess access = ProjectAccess.of(path.project(), key, clientKey);
            return LevelBlob.open(key(access), file.get().requireText("sealed"))
                    .map(READER::object)
                    .filter(json -> json.requireText("of").equals(String.join(" ", keyOf(path))))
                    .filter(json -> isFresh(json, maxAge))
                    .map(json -> pulled(path, json));
        } catch (JsonException e) {
            // A cache that cannot be read counts as missing.
            return Optional.empty();
        }
    }

    private boolean isFresh(JsonObject json, Optional<Duration> maxAge) {
        Instant savedAt = Instant.ofEpochMilli(json.requireWhole("savedAt"));
        return maxAge.isEmpty() || Duration.between(savedAt, clock.instant()).compareTo(maxAge.get()) <= 0;
    }

    private static PulledLevels pulled(LevelPath path, JsonObject json) {
        List<LevelContent> contents = new ArrayList<>();
        for (JsonObject level : json.requireObjects("levels")) {
            contents.add(new LevelContent(
                    LevelPath.parse(level.requireText("path")),
                    level.requireText("format"),
                    level.requireText("text"),
                    level.whole("version"),
                    level.flag("bound")));
        }
        return PulledLevels.of(path, contents, true);
    }

    private static byte[] key(ProjectAccess access) {
        byte[] salt = access.descriptor().parameters().orElseThrow().salt();
        return Hkdf.derive(salt, access.dataKey(), CONTEXT, AesGcm.KEY_LENGTH);
    }

    private String[] keyOf(LevelPath path) {
        return new String[] {"cache", server.address().toString(), server.organization(), path.toString()};
    }
}
