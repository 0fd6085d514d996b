package io.envdrift.levels;

import io.envdrift.base.Secret;
import io.envdrift.levels.protocol.KeyParameters;
import io.envdrift.levels.protocol.LevelBlob;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.ProjectKey;
import io.envdrift.levels.protocol.ProofKind;
import io.envdrift.testserver.LevelsStub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A stub with one project whose key is known, and clients of it. */
final class Scene implements AutoCloseable {
    static final String PASSPHRASE = "c4n4ry passphrase, a long one of more than 32 bytes";
    /** The fewest that a client accepts, to be quick. */
    static final KeyParameters PARAMETERS =
            new KeyParameters("sixteen bytes ..".getBytes(StandardCharsets.UTF_8), KeyParameters.MIN_ROUNDS);

    final LevelsStub server = new LevelsStub();
    final List<String> warnings = new ArrayList<>();
    private final Path home;
    private final List<Levels> opened = new ArrayList<>();

    Scene(Path home) throws IOException {
        this.home = home;
        clientKey(PASSPHRASE, ProofKind.V2, 1);
    }

    static String described(KeyParameters parameters, ProofKind proof, long version) {
        return "{\"managed\":\"client\",\"key_check_salt\":\""
                + Base64.getEncoder().encodeToString(parameters.salt()) + "\",\"key_check_iterations\":"
                + parameters.rounds() + (proof == ProofKind.V2 ? ",\"proof\":\"v2\"" : "") + ",\"version\":" + version
                + "}";
    }

    static String serverKey(String key, long version) {
        return "{\"managed\":\"server\",\"key\":\"" + key + "\",\"key_check_salt\":\""
                + Base64.getEncoder().encodeToString(PARAMETERS.salt()) + "\",\"key_check_iterations\":"
                + PARAMETERS.rounds() + ",\"version\":" + version + "}";
    }

    void clientKey(String passphrase, ProofKind proof, long version) {
        server.key(described(PARAMETERS, proof, version), proof(passphrase, proof));
    }

    static String proof(String passphrase, ProofKind proof) {
        Secret key = Secret.of(passphrase);
        return proof == ProofKind.V2
                ? ProjectKey.proofV2(DataKeys.dataKey(key, PARAMETERS), PARAMETERS)
                : DataKeys.proofV1(key, PARAMETERS);
    }

    LevelsBuilder builder() {
        return Levels.builder()
                .environment(Map.of())
                .server(server.uri())
                .token(Secret.of(LevelsStub.TOKEN))
                .home(new LevelsHome(home))
                .warnings(warnings::add);
    }

    Levels open(LevelsBuilder builder) {
        Levels levels = builder.build();
        opened.add(levels);
        return levels;
    }

    Levels open() {
        return open(builder().clientKey(ClientKey.of(Secret.of(PASSPHRASE))));
    }

    /** Stores a text as another client would, without a line that names its level. */
    void storeForeign(String passphrase, String path, String text) {
        server.change(path, level -> new LevelsStub.Level(true, blob(passphrase, text), level.version() + 1));
    }

    /** Returns what is stored of a level, decrypted as another client would. */
    String text(String path) {
        return new String(
                LevelBlob.open(
                                DataKeys.dataKey(Secret.of(PASSPHRASE), PARAMETERS),
                                server.stored(path).content())
                        .orElseThrow(),
                StandardCharsets.UTF_8);
    }

    static String blob(String passphrase, String text) {
        return LevelBlob.seal(
                DataKeys.dataKey(Secret.of(passphrase), PARAMETERS),
                text.getBytes(StandardCharsets.UTF_8),
                new SecureRandom());
    }

    static void push(Levels levels, String path, String text) {
        var unused = levels.write(levels.read(LevelPath.parse(path)), text, false);
    }

    @Override
    public void close() throws IOException {
        opened.forEach(Levels::close);
        server.close();
    }
}
