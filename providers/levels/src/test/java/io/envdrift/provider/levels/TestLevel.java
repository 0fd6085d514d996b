package io.envdrift.provider.levels;

import io.envdrift.base.Secret;
import io.envdrift.levels.ClientKey;
import io.envdrift.levels.LevelEdit;
import io.envdrift.levels.Levels;
import io.envdrift.levels.NodeWish;
import io.envdrift.levels.PulledLevels;
import io.envdrift.levels.merge.LevelContent;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.ProofKind;
import io.envdrift.server.BlobServer;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.command.ServerMain;
import io.envdrift.server.store.StorageSettings;
import io.envdrift.testkit.TestContext;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A new target of a project on a real server of ours. One server, and one project, serve all tests. */
final class TestLevel {
    static final String CLIENT_KEY = "c4n4ry-client-key-of-the-tests, a long one";

    private static final Path NOWHERE = Path.of("no-such-home");
    private static final Path DIRECTORY = directory();
    private static final String TOKEN = organization();
    private static final BlobServer SERVER = start();

    private final LevelPath path;

    TestLevel() {
        path = LevelPath.parse("acme/t" + UUID.randomUUID());
        try (Levels client = client()) {
            var unused = client.organization()
                    .create(LevelPath.parse("acme"), wish(path.slugs().getLast()));
        }
    }

    static URI address() {
        return SERVER.address();
    }

    String path() {
        return path.toString();
    }

    static String token() {
        return TOKEN;
    }

    static Map<String, String> environment(String token) {
        return Map.of(
                "DOTENV_API_KEY",
                token,
                "DOTENV_CLIENT_KEY",
                CLIENT_KEY,
                "XDG_STATE_HOME",
                DIRECTORY.resolve("state").toString());
    }

    Vault open(String token) {
        return new LevelsVaultProvider()
                .open(settings(address(), Origin.FLAG, path()), TestContext.of(environment(token), NOWHERE));
    }

    static VaultSettings settings(URI address, Origin origin, String path) {
        return TestContext.settings("levels", address, origin, "path", path);
    }

    /** Returns the levels as their client sees them, past the provider. */
    static Levels client() {
        return Levels.builder()
                .environment(environment(TOKEN))
                .server(address())
                .clientKey(ClientKey.of(Secret.of(CLIENT_KEY)))
                .warnings(unused -> {})
                .build();
    }

    void store(String name, String value) {
        try (Levels client = client()) {
            PulledLevels before = client.read(path);
            LevelContent content = before.deepest().orElse(LevelContent.of(path, "env", ""));
            var unused = client.write(before, LevelEdit.set(content, VariableName.of(name), value), false);
        }
    }

    Optional<String> stored(String name) {
        try (Levels client = client()) {
            return Optional.ofNullable(client.read(path).values().get(VariableName.of(name)));
        }
    }

    private static NodeWish wish(String slug) {
        return new NodeWish(slug, Optional.of(slug), Optional.empty(), Optional.empty());
    }

    private static Path directory() {
        try {
            Path servers = Files.createDirectories(Path.of("target", "test-servers"));
            return Files.createTempDirectory(servers, "levels").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String organization() {
        StringWriter out = new StringWriter();
        int exit = ServerMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter(), true))
                .execute(
                        "levels",
                        "create-organization",
                        "Acme",
                        "--data",
                        DIRECTORY.resolve("server").toString());
        if (exit != 0) {
            throw new IllegalStateException("no organization was made");
        }
        return out.toString().strip();
    }

    private static BlobServer start() {
        BlobServer server = BlobServer.start(
                ServerSettings.loopback(StorageSettings.sqlite(DIRECTORY.resolve("server")))
                        .build(),
                InstantSource.system());
        try (Levels client = Levels.builder()
                .environment(environment(TOKEN))
                .server(server.address())
                .build()) {
            var unused = client.organization()
                    .createProject(wish("acme"), "env", Secret.of(CLIENT_KEY), ProofKind.V2, Optional.empty());
        }
        return server;
    }
}
