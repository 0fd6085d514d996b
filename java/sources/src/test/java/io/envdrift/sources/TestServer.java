package io.envdrift.sources;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import io.envdrift.base.Secret;
import io.envdrift.envsync.EnvSync;
import io.envdrift.envsync.PushWish;
import io.envdrift.envsync.protocol.PassphraseKeys;
import io.envdrift.levels.Levels;
import io.envdrift.levels.NodeWish;
import io.envdrift.levels.PulledLevels;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.ProofKind;
import io.envdrift.server.BlobServer;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.command.ServerMain;
import io.envdrift.server.store.StorageSettings;
import io.envdrift.vaultenv.DeviceStore;
import io.envdrift.vaultenv.LocalEnv;
import io.envdrift.vaultenv.VaultHome;
import io.envdrift.vaultenv.VaultProject;
import io.envdrift.vaultenv.VaultServer;
import io.envdrift.vaultenv.project.InitProject;
import io.envdrift.vaultenv.project.StoreSecrets;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The real server with its three protocols, and a user of all of them. */
final class TestServer implements AutoCloseable {
    static final String PROJECT = "project-123";

    static final String PASSPHRASE = "c4n4ry-passphrase-of-the-tests";

    private static final String JWT_SECRET = "f7e1c0d9-tests-only-0123456789abcdef";
    private static final String CLIENT_KEY = "c4n4ry-client-key-of-the-tests, a long one";

    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private final BlobServer server;

    TestServer(Path directory) {
        this.directory = directory;
        environment.put("HOME", directory.resolve("home").toString());
        environment.put("XDG_STATE_HOME", directory.resolve("state").toString());
        environment.put("DOTENV_API_KEY", organization());
        environment.put("DOTENV_CLIENT_KEY", CLIENT_KEY);
        environment.put("ENVSYNC_TOKEN", token());
        environment.put("ENVSYNC_PASS", PASSPHRASE);
        server = BlobServer.start(settings(), InstantSource.system());
        for (String address : List.of("VAULT_URL", "DOTENV_API_URL", "ENVSYNC_API")) {
            environment.put(address, server.address().toString());
        }
        try (Levels client = Levels.open(environment)) {
            var unused = client.organization()
                    .createProject(wish("acme"), "env", Secret.of(CLIENT_KEY), ProofKind.V2, Optional.empty());
            unused = client.organization().create(LevelPath.parse("acme"), wish("backend"));
            unused = client.organization().create(LevelPath.parse("acme/backend"), wish("production"));
        }
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Writes a level as a whole. */
    void level(String path, String text) {
        LevelPath level = LevelPath.parse(path);
        try (Levels client = Levels.open(environment)) {
            PulledLevels before = client.read(level);
            var unused = client.write(before, text, true);
        }
    }

    void branch(String branch, String text, PassphraseKeys keys) {
        try (EnvSync client = EnvSync.builder()
                .environment(environment)
                .passphrase(keys)
                .project(PROJECT)
                .build()) {
            PushWish wish =
                    client.find(branch).map(now -> PushWish.over(now.version())).orElseGet(() -> PushWish.over(0));
            var unused = client.push(branch, text, wish);
        }
    }

    /** Makes a project of vault-env, whose key goes into the .env file of the folder. */
    void vaultEnv(Path folder) {
        try (VaultServer client = client()) {
            DeviceStore devices = new DeviceStore(VaultHome.of(environment), environment);
            var unused = new InitProject(client, devices)
                    .run(new InitProject.Wish("app", true, Optional.empty(), "laptop", folder.resolve(".env")));
        }
    }

    void push(Path folder, String name, Map<String, String> secrets) {
        try (VaultServer client = client()) {
            VaultKey key = LocalEnv.read(folder.resolve(".env"))
                    .vaultKey()
                    .flatMap(VaultKey::parse)
                    .orElseThrow();
            DeviceStore devices = new DeviceStore(VaultHome.of(environment), environment);
            VaultProject project = client.project(key, devices.find(key.projectId()));
            var unused = new StoreSecrets(project, false).push(name, secrets);
        }
    }

    private VaultServer client() {
        return VaultServer.at(server.address(), environment, Duration.ofSeconds(20));
    }

    private static NodeWish wish(String slug) {
        return new NodeWish(slug, Optional.of(slug), Optional.empty(), Optional.empty());
    }

    private String organization() {
        StringWriter out = new StringWriter();
        int exit = ServerMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter(), true))
                .execute("levels", "create-organization", "Acme", "--data", data().toString());
        if (exit != 0) {
            throw new IllegalStateException("no organization was made");
        }
        return out.toString().strip();
    }

    private Path data() {
        return directory.resolve("server");
    }

    private ServerSettings settings() {
        return ServerSettings.loopback(StorageSettings.sqlite(data()))
                .tokens(new TokenSettings(
                        Optional.of(Secret.of(JWT_SECRET)), TokenSettings.DEFAULT_ALGORITHM, List.of(), false))
                .build();
    }

    private static String token() {
        try {
            String payload =
                    "{\"email\":\"dan@example.com\",\"role\":\"developer\",\"project_ids\":[\"" + PROJECT + "\"]}";
            JWSObject token = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(payload));
            token.sign(new MACSigner(JWT_SECRET));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
