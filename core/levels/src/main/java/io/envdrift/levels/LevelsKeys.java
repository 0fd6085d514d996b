package io.envdrift.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.levels.merge.LevelContent;
import io.envdrift.levels.protocol.ApiPath;
import io.envdrift.levels.protocol.ClientRotation;
import io.envdrift.levels.protocol.Custody;
import io.envdrift.levels.protocol.CustodyChange;
import io.envdrift.levels.protocol.KeyDescriptor;
import io.envdrift.levels.protocol.LevelBlob;
import io.envdrift.levels.protocol.ProofKind;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Changes of a project's key: rotation in both custodies, history, and the change of custody. Each change is atomic on
 * the server. Every method throws {@link EnvdriftException} when the server refuses.
 */
public final class LevelsKeys {
    private static final int BATCH = 100;

    private final Levels levels;
    private final LevelsServer server;
    private final LevelsProject project;
    private final SecureRandom random = new SecureRandom();

    LevelsKeys(Levels levels, LevelsProject project) {
        this.levels = levels;
        this.server = levels.server();
        this.project = project;
    }

    /** What happens to prior contents when the key is rotated. */
    public enum History {
        /** They stay under their keys. */
        KEEP("keep"),
        /** They are encrypted again: by the server, or in batches by {@link #encryptHistoryAgain}. */
        ENCRYPT_AGAIN("re_encrypt");

        private final String word;

        History(String word) {
            this.word = word;
        }
    }

    /**
     * Lets the server make a new key and encrypt all levels again: server-managed custody.
     *
     * @throws EnvdriftException {@code USAGE} when the key is client-managed
     */
    public void rotate(History history) {
        if (access().descriptor().custody() == Custody.CLIENT) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "the key of '" + project.name() + "' is client-managed: a rotation needs the new key",
                    "give it with --new-key FILE");
        }
        JsonMembers body = new JsonMembers().put("history_policy", history.word);
        server.send("rotating the key of " + project.name(), "POST", key() + "/rotate", body);
    }

    /**
     * Encrypts all levels again under a new client-managed key.
     *
     * @param next the new key
     * @param proof version 2 makes the project strict
     * @return how many levels were encrypted again
     * @throws EnvdriftException {@code DECRYPTION_FAILED} when the old key does not open a level: nothing is changed then;
     *     {@code WRITE_CONFLICT} when somebody wrote meanwhile
     */
    public int rotate(Secret next, ProofKind proof, Optional<String> hint, History history) {
        LevelsOrganization.requireUsable(next, proof);
        ProjectAccess before = access();
        String oldProof = before.proof()
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.USAGE,
                        "the key of '" + project.name() + "' is server-managed: the server makes the new one",
                        "leave --new-key away"));
        if (next.equals(before.key())) {
            throw new EnvdriftException(ErrorCode.USAGE, "the new key is the old one", "nothing was changed");
        }
        ProjectAccess after = new ProjectAccess(project.name(), LevelsOrganization.newKey(proof), next);
        String call = "rotating the key of " + project.name();
        ClientRotation rotation = begin(call, oldProof);
        List<ClientRotation.Blob> again = again(rotation.blobs(), before, after);
        List<List<ClientRotation.Blob>> parts =
                Batches.of(again, blob -> blob.content().length());
        for (List<ClientRotation.Blob> part : parts.subList(0, parts.size() - 1)) {
            server.send(call, "POST", key() + "/rotation/part", ClientRotation.part(rotation.token(), part, oldProof));
        }
        JsonMembers last = ClientRotation.finish(
                rotation.token(), parts.getLast(), after.asClientKey(proof, hint), oldProof, history.word);
        server.send(call, "POST", below(project.name() + "/secrets/rotate-client-keys"), last);
        return again.size();
    }

    /** Fetches all blobs, in as many pages as they take. */
    private ClientRotation begin(String call, String oldProof) {
        List<ClientRotation.Blob> blobs = new ArrayList<>();
        Optional<ClientRotation> before = Optional.empty();
        while (true) {
            ClientRotation page = server.send(
                    call, "POST", key() + "/rotation", ClientRotation.begin(oldProof, before), ClientRotation::read);
            blobs.addAll(page.blobs());
            if (page.remaining() == 0 || page.blobs().isEmpty()) {
                return new ClientRotation(page.token(), page.keyVersion(), blobs, 0);
            }
            before = Optional.of(page);
        }
    }

    private List<ClientRotation.Blob> again(
            List<ClientRotation.Blob> blobs, ProjectAccess before, ProjectAccess after) {
        LevelReader reader = new LevelReader(before, levels.pins());
        String format = project.format();
        List<ClientRotation.Blob> again = new ArrayList<>();
        for (ClientRotation.Blob blob : blobs) {
            String text = reader.decrypt(blob.level(), blob.content());
            LevelContent content =
                    LevelContent.opened(blob.level(), format, text, OptionalLong.empty(), before.isStrict());
            again.add(new ClientRotation.Blob(blob.id(), blob.level(), levels.sealed(after, content)));
        }
        return again;
    }

    /**
     * Encrypts prior contents that are under earlier keys again, in batches. It can be run again when it was cut short.
     *
     * @param oldKeys the earlier client-managed keys
     * @return what was done
     */
    public HistoryOutcome encryptHistoryAgain(List<Secret> oldKeys) {
        ProjectAccess access = access();
        if (access.descriptor().custody() == Custody.SERVER) {
            return byServer();
        }
        OldKeys keys = new OldKeys(access, project.keyHistory(), oldKeys);
        long updated = 0;
        long closed = 0;
        Set<Long> tried = new HashSet<>();
        long after = 0;
        while (true) {
            // The original's server does not know "after": its page may begin with versions that no key opened before.
            // And a server that accepts what it is sent but keeps the old content shows the same page for ever.
            List<Pending> pending =
                    pending(after).stream().filter(each -> tried.add(each.id())).toList();
            if (pending.isEmpty()) {
                return new HistoryOutcome(updated, closed);
            }
            after = Math.max(after, pending.getLast().id());
            List<Pending> again = new ArrayList<>();
            for (Pending each : pending) {
                Optional<String> text = keys.open(each.content(), each.keyVersion());
                if (text.isPresent()) {
                    byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
                    String content = LevelBlob.seal(access.dataKey(), bytes, random);
                    again.add(new Pending(each.id(), content, each.keyVersion()));
                } else {
                    closed++;
                }
            }
            if (!again.isEmpty()) {
                for (List<Pending> batch :
                        Batches.of(again, each -> each.content().length())) {
                    updated += replace(access, batch);
                }
            }
        }
    }

    private List<Pending> pending(long after) {
        return server.query(
                "reading old versions",
                below(project.name() + "/secrets/re-encrypt-history/pending"),
                new JsonMembers()
                        .put("limit", BATCH)
                        .putIfPresent("after", after > 0 ? OptionalLong.of(after) : OptionalLong.empty()),
                json -> json.requireList("data", Pending::read));
    }

    private long replace(ProjectAccess access, List<Pending> batch) {
        List<JsonMembers> versions = batch.stream()
                .map(each -> new JsonMembers().put("id", each.id()).put("content", each.content()))
                .toList();
        return server.send(
                "encrypting old versions",
                "POST",
                below(project.name() + "/secrets/re-encrypt-history"),
                new JsonMembers().put("versions", versions).putIfPresent("key_proof", access.proof()),
                json -> json.object("data")
                        .map(data -> data.whole("updated").orElse(0))
                        .orElse(0L));
    }

    /** Lets the server do it, with the keys that it has. */
    private HistoryOutcome byServer() {
        long updated = 0;
        while (true) {
            long[] counts = server.send(
                    "encrypting old versions",
                    "POST",
                    below(project.name() + "/secrets/re-encrypt-history"),
                    new JsonMembers().put("limit", BATCH),
                    json -> json.object("data")
                            .map(data -> new long[] {
                                data.whole("updated").orElse(0),
                                data.whole("remaining").orElse(0)
                            })
                            .orElse(new long[2]));
            updated += counts[0];
            if (counts[0] == 0 || counts[1] == 0) {
                return new HistoryOutcome(updated, counts[1]);
            }
        }
    }

    /**
     * What became of a history.
     *
     * @param updated how many versions are under the current key now
     * @param closed how many no key opened
     */
    public record HistoryOutcome(long updated, long closed) {}

    private record Pending(long id, String content, long keyVersion) {
        static Pending read(JsonObject json) {
            return new Pending(
                    json.requireWhole("id"),
                    json.requireText("content"),
                    json.whole("key_version").orElse(1));
        }

        @Override
        public String toString() {
            return "version " + id;
        }
    }

    /**
     * Hands a client-managed key to the server. From then on it can decrypt everything, prior contents under this key among it.
     *
     * @throws EnvdriftException {@code USAGE} when the server has the key already
     */
    public KeyDescriptor giveToServer() {
        ProjectAccess access = access();
        String proof = access.proof().orElseThrow(() -> already(Custody.SERVER));
        // The proof of version 1 does not cover the whole key: what the project's level holds does.
        var unused = levels.read(project.path());
        return change(new CustodyChange.ToServer(access.key(), proof));
    }

    /**
     * Makes the server drop its key, and keep a proof of it. Without a copy of the key all content is lost.
     *
     * @param hint what the key is remembered by
     * @throws EnvdriftException {@code USAGE} when the server has no key
     */
    public KeyDescriptor takeFromServer(Optional<String> hint) {
        ProjectAccess access = access();
        if (access.descriptor().custody() == Custody.CLIENT) {
            throw already(Custody.CLIENT);
        }
        return change(new CustodyChange.ToClient(access.asClientKey(ProofKind.V2, hint)));
    }

    /**
     * Returns the key that the server holds, so that it can be kept before {@link #takeFromServer}.
     *
     * @throws EnvdriftException {@code USAGE} when the server has no key
     */
    public Secret keyOfServer() {
        ProjectAccess access = access();
        if (access.descriptor().custody() == Custody.CLIENT) {
            throw already(Custody.CLIENT);
        }
        return access.key();
    }

    private KeyDescriptor change(CustodyChange change) {
        return server.send(
                "changing who holds the key of " + project.name(),
                "POST",
                key() + "/custody",
                change.members(),
                json -> KeyDescriptor.read(
                        json.object("data").flatMap(data -> data.object("key")).orElse(json)));
    }

    private EnvdriftException already(Custody custody) {
        return new EnvdriftException(
                ErrorCode.USAGE,
                "the key of '" + project.name() + "' is " + custody.word() + "-managed already",
                "nothing was changed");
    }

    private ProjectAccess access() {
        return levels.access(project.name());
    }

    private String key() {
        return ApiPath.key(server.organization(), project.name());
    }

    private String below(String rest) {
        return ApiPath.below(server.organization(), rest);
    }
}
