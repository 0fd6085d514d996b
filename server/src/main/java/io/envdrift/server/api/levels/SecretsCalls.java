package io.envdrift.server.api.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.StrictText;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonTemplate;
import io.envdrift.levels.merge.LevelContent;
import io.envdrift.levels.protocol.LevelBlob;
import io.envdrift.levels.protocol.LevelKind;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.LevelsRefusal;
import io.envdrift.levels.protocol.StoredLevel;
import io.envdrift.levels.protocol.StoredLevels;
import io.envdrift.server.api.levels.LevelsCall.At;
import io.envdrift.server.api.levels.LevelsCall.Preparation;
import io.envdrift.server.api.levels.LevelsRead.Action;
import io.envdrift.server.api.levels.LevelsRead.Merge;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Session;
import io.envdrift.server.store.Timestamps;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Reads of secrets: the blobs, or what they hold, also merged, where the server manages the key. */
record SecretsCalls(DataKeys dataKeys, KeyCalls keyCalls) {
    private static final int NOT_MODIFIED = 304;

    List<LevelsCall<?, ?>> calls() {
        List<LevelsCall<?, ?>> calls = new ArrayList<>();
        for (LevelKind kind : LevelKind.values()) {
            String path =
                    List.of(Paths.PROJECT, Paths.TARGET, Paths.ENVIRONMENT).get(kind.ordinal());
            calls.add(new LevelsCall<>(
                    Operation.reading("secrets_read_" + kind.word(), "GET", path + "/secrets"),
                    LevelsRead::ofQuery,
                    LevelsRead::demand,
                    new Derivation(),
                    this::read));
        }
        calls.add(new LevelsCall<>(
                Operation.reading("secrets_retrieve", "POST", Paths.ORGANIZATION + "/secrets/retrieve"),
                call -> Bodies.read(call, LevelsRead::ofBody),
                LevelsRead::demand,
                new Derivation(),
                this::read));
        return calls;
    }

    /** Derives what a read will need while no connection waits. */
    private final class Derivation implements Preparation<LevelsRead, LevelsRead> {
        @Override
        public LevelsRead prepare(Session session, Caller caller, LevelsRead wish) {
            session.read(connection -> keys(connection, caller.organization().id(), wish))
                    .forEach(key -> dataKeys.of(requireServerManaged(key)));
            return wish;
        }

        @Override
        public Optional<LevelsRead> ready(LevelsRead wish) {
            return wish.decrypt() ? Optional.empty() : Optional.of(wish);
        }
    }

    private static List<Keys.Key> keys(Connection connection, String organization, LevelsRead wish)
            throws SQLException {
        Reading reading = Reading.of(connection, organization, wish.path());
        Set<Long> versions = new TreeSet<>(Set.of(reading.keyVersion()));
        reading.levels().stream()
                .filter(level -> level.content().isPresent() && level.encrypted())
                .forEach(level -> versions.add(level.keyVersion()));
        List<Keys.Key> found = new ArrayList<>();
        for (long version : versions) {
            found.add(Keys.require(connection, reading.project(), version));
        }
        return found;
    }

    static Keys.Key requireServerManaged(Keys.Key key) {
        if (key.isClientManaged()) {
            throw Refused.of(
                    LevelsRefusal.CLIENT_MANAGED,
                    "The clients hold the key of this project: the server cannot do this");
        }
        return key;
    }

    private Reply read(At at, LevelsRead wish) throws SQLException {
        if (wish.decrypt()) {
            return decrypted(at, wish);
        }
        StoredAnswer answer = StoredAnswer.of(at.connection(), at.organization(), wish.path());
        if (wish.known().stream().anyMatch(known -> names(known, answer.tag()))) {
            return tagged(Reply.empty(NOT_MODIFIED), answer.tag());
        }
        return wish.action() == Action.RETRIEVE_KEY
                ? keyCalls.retrieve(at, wish.path())
                : tagged(Reply.ok(answer.json().with(Timestamps.text(at.now()))), answer.tag());
    }

    /** Returns the answer to a read of levels as they are stored; the time of the call is left open. */
    static JsonTemplate asStored(String organization, LevelPath path, Reading reading) throws SQLException {
        Map<LevelKind, StoredLevel> levels = levels(reading, held -> stored(held, path));
        JsonMembers attributes = attributes(levels, levels, reading.format());
        return JsonTemplate.of(
                time -> answer(attributes, meta(organization, path, reading.format(), Merge.NO, Action.READ, time)));
    }

    private Reply decrypted(At at, LevelsRead wish) throws SQLException {
        Reading reading = Reading.of(at.connection(), at.organization(), wish.path());
        String format = reading.format();
        Map<LevelKind, StoredLevel> levels = levels(reading, held -> opened(at, reading, held, wish.path()));
        JsonMembers attributes = attributes(wish.merge() == Merge.YES ? Map.of() : levels, levels, format);
        if (wish.merge() != Merge.NO) {
            MergedSecrets.put(attributes, contents(levels, format, wish.path()), wish);
        }
        String time = Timestamps.text(at.now());
        return Reply.ok(
                answer(attributes, meta(at.organization(), wish.path(), format, wish.merge(), wish.action(), time)));
    }

    /** What is answered of a level. */
    private interface Form {
        StoredLevel of(Reading.Held held) throws SQLException;
    }

    /** Returns the levels that have a content. */
    private static Map<LevelKind, StoredLevel> levels(Reading reading, Form form) throws SQLException {
        Map<LevelKind, StoredLevel> levels = new EnumMap<>(LevelKind.class);
        for (int i = 0; i < reading.levels().size(); i++) {
            Reading.Held held = reading.levels().get(i);
            if (held.version() > 0) {
                levels.put(LevelKind.values()[i], form.of(held));
            }
        }
        return levels;
    }

    private static JsonMembers attributes(
            Map<LevelKind, StoredLevel> answered, Map<LevelKind, StoredLevel> all, String format) {
        return new StoredLevels(answered, format)
                .attributes(all.values().stream().anyMatch(StoredLevel::encrypted));
    }

    private static JsonMembers answer(JsonMembers attributes, JsonMembers meta) {
        return new JsonMembers()
                .put("data", new JsonMembers().put("type", "secrets").put("attributes", attributes))
                .put("meta", meta);
    }

    private static List<LevelContent> contents(Map<LevelKind, StoredLevel> levels, String format, LevelPath path) {
        List<LevelContent> contents = new ArrayList<>();
        for (LevelPath level : path.levels()) {
            StoredLevel stored = levels.get(level.kind());
            if (stored != null && !stored.content().isEmpty()) {
                try {
                    contents.add(LevelContent.opened(level, format, stored.content(), stored.version(), false));
                } catch (EnvdriftException e) {
                    throw MergedSecrets.notReadable(e);
                }
            }
        }
        return contents;
    }

    /** A cache may keep blobs, but asks each time, so that a token that was revoked gets nothing. */
    private static Reply tagged(Reply reply, String tag) {
        return reply.with("ETag", tag).with("Cache-Control", "private, no-cache");
    }

    private static boolean names(String header, String tag) {
        for (String each : header.split(",", -1)) {
            String bare = each.strip();
            if (bare.equals("*") || bare.equals(tag) || bare.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    private static StoredLevel stored(Reading.Held held, LevelPath path) {
        return new StoredLevel(
                held.encrypted(),
                held.content().orElse(""),
                source(held, path),
                OptionalLong.of(held.version()),
                OptionalLong.of(held.keyVersion()));
    }

    private static String source(Reading.Held held, LevelPath path) {
        return held.path().isEmpty()
                ? path.project()
                : held.path().substring(held.path().lastIndexOf('/') + 1);
    }

    private StoredLevel opened(At at, Reading reading, Reading.Held held, LevelPath path) throws SQLException {
        String text = held.content().orElse("");
        if (held.content().isPresent() && held.encrypted()) {
            Keys.Key key = Keys.require(at.connection(), reading.project(), held.keyVersion());
            text = open(dataKeys.of(requireServerManaged(key)), text, Paths.of(path.project(), held.path()));
        }
        return new StoredLevel(
                false, text, source(held, path), OptionalLong.of(held.version()), OptionalLong.of(held.keyVersion()));
    }

    /**
     * Decrypts a content.
     *
     * @throws Refused 422 when it does not open, which names the level
     */
    static String open(byte[] dataKey, String content, LevelPath level) {
        return LevelBlob.open(dataKey, content).flatMap(StrictText::decode).orElseThrow(() -> notDecryptable(level));
    }

    static Refused notDecryptable(LevelPath level) {
        return Refused.of(
                LevelsRefusal.NOT_DECRYPTABLE,
                "The level '" + level + "' does not open with the key of its project",
                new JsonMembers().put("level", level.toString()));
    }

    private static JsonMembers meta(
            String organization, LevelPath path, String format, Merge merge, Action action, Object time) {
        JsonMembers hierarchy = new JsonMembers();
        List<String> slugs = path.slugs();
        for (LevelKind kind : LevelKind.values()) {
            hierarchy.putNullable(
                    kind.word(),
                    kind.ordinal() < slugs.size() ? Optional.of(slugs.get(kind.ordinal())) : Optional.empty());
        }
        return new JsonMembers()
                .put("api_path", "/api/v1/" + organization + "/" + path + "/secrets")
                .put("format", format)
                .put("merged", merge.word())
                .put("timestamp", time)
                .put("hierarchy", hierarchy)
                .put("action", action.word());
    }
}
