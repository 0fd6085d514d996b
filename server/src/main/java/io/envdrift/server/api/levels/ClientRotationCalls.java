package io.envdrift.server.api.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.ClientRotation;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.LevelsRefusal;
import io.envdrift.server.api.levels.Keys.Key;
import io.envdrift.server.api.levels.LevelsCall.At;
import io.envdrift.server.api.levels.Nodes.Content;
import io.envdrift.server.api.levels.Nodes.Node;
import io.envdrift.server.api.levels.Nodes.Size;
import io.envdrift.server.api.levels.Projects.Project;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.seal.SealContext;
import io.envdrift.server.seal.Sealer;
import io.envdrift.server.store.Timestamps;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rotates the key of a project whose key the clients manage: the client fetches all blobs with a rotation token, in
 * pages, and sends them back encrypted again, in parts where one request would be too large. The token says which
 * revision of the project it is for, sealed, so any write in between makes it void; nothing changes before the last
 * request.
 */
record ClientRotationCalls(KeyStore keys, Writing writing, Sealer sealer) {
    private static final Duration LIFE = RotationParts.LIFE;
    /** How many characters of blobs one answer holds, beyond the first. */
    private static final long PAGE = 4 << 20;

    List<LevelsCall<?, ?>> calls() {
        return List.of(
                LevelsCall.of(
                        Operation.reading("key_rotation_begin", "POST", Paths.PROJECT + "/encryption-key/rotation"),
                        call -> Bodies.read(call, json -> Begin.read(Paths.level(call), json)),
                        wish -> Demand.of(wish.path(), Reach.SUBTREE, Scopes.KEY_ROTATE),
                        this::begin),
                LevelsCall.of(
                        Operation.changing(
                                "key_rotation_part", "POST", Paths.PROJECT + "/encryption-key/rotation/part"),
                        call -> Bodies.read(call, json -> Part.read(Paths.level(call), json)),
                        wish -> Demand.of(wish.path(), Reach.SUBTREE, Scopes.KEY_ROTATE),
                        this::keep),
                LevelsCall.of(
                        Operation.changing(
                                "key_rotation_finish", "POST", Paths.PROJECT + "/secrets/rotate-client-keys"),
                        call -> Bodies.read(call, json -> Finish.read(Paths.level(call), json)),
                        wish -> Demand.of(wish.path(), Reach.SUBTREE, Scopes.KEY_ROTATE),
                        this::finish));
    }

    /**
     * What a client that rotates asks for.
     *
     * @param token of a rotation that goes on; nothing to begin one
     * @param after levels of this id and before were fetched already
     */
    private record Begin(LevelPath path, Optional<String> proof, Optional<String> token, long after) {
        static Begin read(LevelPath path, JsonObject json) {
            return new Begin(
                    path,
                    json.text("key_proof"),
                    json.text("rotation_token"),
                    json.whole("after").orElse(0));
        }

        /** Shows no proof. */
        @Override
        public String toString() {
            return "rotation of " + path;
        }
    }

    /** Some levels, encrypted again. */
    private record Part(LevelPath path, Map<Long, String> contents, String token, Optional<String> oldProof) {
        static Part read(LevelPath path, JsonObject json) {
            Map<Long, String> contents = new LinkedHashMap<>();
            for (JsonObject each : json.requireObjects("secrets")) {
                boolean well = each.members().get("id") instanceof String id && id.matches("[0-9]{1,18}");
                if (!well) {
                    throw Refused.invalid("secrets", "secrets must have ids of digits, as text");
                }
                contents.put(Long.parseLong(each.requireText("id")), each.requireText("content"));
            }
            return new Part(path, contents, json.requireText("rotation_token"), json.text("key_proof"));
        }

        /** Shows neither contents nor proof. */
        @Override
        public String toString() {
            return "rotation of " + path;
        }
    }

    private record Finish(LevelPath path, Part last, NewKey key) {
        static Finish read(LevelPath path, JsonObject json) {
            // Either way the prior contents are kept, and encrypted again by batches.
            Bodies.choice(json, "history_policy", RotationCalls.POLICIES);
            return new Finish(path, Part.read(path, json), NewKey.clientManaged(json));
        }
    }

    private Reply begin(At at, Begin wish) throws SQLException {
        Project project = at.project(wish.path());
        Key key = requireClientManaged(at.activeKey(project));
        writing.requireProof(key, wish.proof());
        if (wish.token().isPresent()) {
            requireToken(at, project, wish.token().get(), project.revision());
        }
        List<Size> left = Nodes.encryptedSizes(at.connection(), project.id()).stream()
                .filter(size -> size.id() > wish.after())
                .toList();
        int fitting = fitting(left);
        List<ClientRotation.Blob> blobs = fitting == 0
                ? List.of()
                : Nodes.encrypted(
                                at.connection(),
                                project.id(),
                                wish.after(),
                                left.get(fitting - 1).id())
                        .stream()
                        .map(node -> new ClientRotation.Blob(
                                Long.toString(node.id()),
                                Paths.of(project.slug(), node.path()),
                                node.content().orElseThrow()))
                        .toList();
        long remaining = left.size() - fitting;
        String token = wish.token().orElseGet(() -> token(at, project));
        return Replies.ok(new ClientRotation(Secret.of(token), key.version() + 1, blobs, remaining).answer());
    }

    /** Returns how many of some contents, the first at least, one answer holds. */
    private static int fitting(List<Size> sizes) {
        int count = 0;
        long characters = 0;
        for (Size size : sizes) {
            characters += size.characters();
            if (count > 0 && characters > PAGE) {
                break;
            }
            count++;
        }
        return count;
    }

    private String token(At at, Project project) {
        String until = Long.toString(at.now().plus(LIFE).getEpochSecond());
        return sealer.seal((project.revision() + "/" + until).getBytes(StandardCharsets.US_ASCII), context(project));
    }

    /** Keeps a part until the rotation ends; the project stays as it is. */
    private Reply keep(At at, Part wish) throws SQLException {
        Project project = at.project(wish.path());
        Key old = requireClientManaged(at.activeKey(project));
        writing.requireProof(old, wish.oldProof());
        requireToken(at, project, wish.token(), project.revision());
        Set<Long> known = Nodes.encryptedSizes(at.connection(), project.id()).stream()
                .map(Size::id)
                .collect(Collectors.toSet());
        for (Map.Entry<Long, String> each : wish.contents().entrySet()) {
            if (!known.contains(each.getKey())) {
                throw Refused.invalid("secrets", "secrets must be those that the rotation began with");
            }
            requireBlob(project, each.getValue());
        }
        long kept = RotationParts.keep(at.connection(), project.id(), wish.token(), wish.contents(), at.now());
        // All parts become contents at the end: what would be too much then is not even kept.
        writing.requireRoom(RotationParts.storedBytes(at.connection(), project.id()));
        return Replies.ok(Replies.data(new JsonMembers().put("received", kept)));
    }

    private Reply finish(At at, Finish wish) throws SQLException {
        Project project = at.lock(wish.path());
        Key old = requireClientManaged(at.activeKey(project));
        writing.requireProof(old, wish.last().oldProof());
        // Locking the project has counted its revision by one.
        requireToken(at, project, wish.last().token(), project.revision() - 1);
        RotationLimit.require(at, project.id());
        List<Node> nodes = Nodes.encrypted(at.connection(), project.id(), 0, Long.MAX_VALUE);
        Map<Long, String> contents =
                RotationParts.take(at.connection(), project.id(), wish.last().token());
        contents.putAll(wish.last().contents());
        boolean complete =
                contents.size() == nodes.size() && nodes.stream().allMatch(node -> contents.containsKey(node.id()));
        if (!complete) {
            throw Refused.invalid("secrets", "secrets must be those that the rotation began with, all of them");
        }
        long version = old.version() + 1;
        Key key = wish.key().sealed(keys, project.id(), version, Timestamps.text(at.now()));
        Keys.add(at.connection(), key);
        Keys.retire(at.connection(), old.id(), at.now());
        Projects.useKey(at.connection(), project.id(), version);
        for (Node node : nodes) {
            String content = contents.getOrDefault(node.id(), "");
            requireBlob(project, content);
            // The server cannot see whether the new blob opens, so the old one stays in the history.
            writing.write(
                    at,
                    project,
                    node,
                    Optional.of("rotate"),
                    new Content(Optional.of(content), true, version, node.variableCount()));
        }
        return Replies.ok(Replies.data(new JsonMembers()
                .put("key", KeyCalls.descriptor(key, Optional.empty()).members())));
    }

    private static Key requireClientManaged(Key key) {
        if (!key.isClientManaged()) {
            throw Refused.of(
                    LevelsRefusal.INVALID_COMBINATION,
                    "The server manages this key: rotate it with encryption-key/rotate");
        }
        return key;
    }

    private static void requireBlob(Project project, String content) {
        if (!Writing.isBlob(project, content)) {
            throw Refused.invalid("secrets", "secrets must be encrypted");
        }
    }

    private void requireToken(At at, Project project, String token, long revision) {
        String[] parts;
        try {
            parts = new String(sealer.open(token, context(project)), StandardCharsets.US_ASCII).split("/", -1);
        } catch (EnvdriftException | IllegalArgumentException e) {
            throw Refused.invalid("rotation_token", "rotation_token must be that of a rotation of this project");
        }
        boolean current = Long.parseLong(parts[0]) == revision
                && Long.parseLong(parts[1]) > at.now().getEpochSecond();
        if (!current) {
            throw Refused.of(
                    LevelsRefusal.ROTATION_RUNNING, "The project was changed since the rotation began: begin again");
        }
    }

    private static SealContext context(Project project) {
        return SealContext.of("levels/rotation", project.id());
    }
}
