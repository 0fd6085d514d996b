package io.envdrift.provider.envsync;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import io.envdrift.base.Secret;
import io.envdrift.envsync.EnvSync;
import io.envdrift.envsync.Pulled;
import io.envdrift.envsync.protocol.PassphraseKeys;
import io.envdrift.envsync.protocol.QuickKeys;
import io.envdrift.server.BlobServer;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.store.StorageSettings;
import io.envdrift.testkit.TestContext;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A branch of a new project on a real server of ours. One server serves all tests. */
final class TestBranch {
    static final String PASSPHRASE = "c4n4ry-passphrase-of-the-tests";
    static final PassphraseKeys KEYS = QuickKeys.of(Secret.of(PASSPHRASE));

    private static final String JWT_SECRET = "f7e1c0d9-tests-only-0123456789abcdef";
    private static final Path NOWHERE = Path.of("no-such-home");
    private static final Path DIRECTORY = directory();
    private static final BlobServer SERVER = start();

    private final String project = "project-" + UUID.randomUUID();

    static URI address() {
        return SERVER.address();
    }

    String project() {
        return project;
    }

    /** Returns a token for this project. */
    String token() {
        return token("{\"email\":\"dan@example.com\",\"role\":\"developer\",\"project_ids\":[\"" + project + "\"]}");
    }

    private static String token(String payload) {
        try {
            JWSObject token = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(payload));
            token.sign(new MACSigner(JWT_SECRET));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> environment(String token) {
        return Map.of(
                "ENVSYNC_TOKEN",
                token,
                "ENVSYNC_PASS",
                PASSPHRASE,
                "XDG_STATE_HOME",
                DIRECTORY.resolve("state").toString());
    }

    /** Returns the provider with keys that cost nothing. */
    static VaultProvider quick() {
        EnvSyncVaultProvider real = new EnvSyncVaultProvider();
        return new VaultProvider() {
            @Override
            public String name() {
                return real.name();
            }

            @Override
            public List<SettingKey> settingKeys() {
                return real.settingKeys();
            }

            @Override
            public List<String> endpointVariables() {
                return real.endpointVariables();
            }

            @Override
            public Vault open(VaultSettings settings, VaultContext context) {
                EnvSyncSettings checked = EnvSyncSettings.from(settings, context);
                return new EnvSyncVault(checked, context, new ProjectAccess(checked, context, passphrase -> KEYS));
            }
        };
    }

    Vault open(String token) {
        return open(quick(), token);
    }

    Vault open(VaultProvider provider, String token) {
        return open(provider, environment(token));
    }

    Vault open(VaultProvider provider, Map<String, String> environment) {
        return provider.open(settings(address(), Origin.FLAG, project), TestContext.of(environment, NOWHERE));
    }

    static VaultSettings settings(URI address, Origin origin, String project) {
        return TestContext.settings("envsync", address, origin, "project", project);
    }

    /** Returns the project as its client sees it, past the provider. */
    EnvSync client() {
        return client(KEYS);
    }

    EnvSync client(PassphraseKeys keys) {
        return EnvSync.builder()
                .environment(environment(token()))
                .server(address())
                .passphrase(keys)
                .project(project)
                .warnings(unused -> {})
                .build();
    }

    void store(String name, String value) {
        try (EnvSync client = client()) {
            Pulled now = client.find("envdrift").orElseGet(() -> Pulled.nothing("envdrift"));
            var unused = client.push("envdrift", now.with(name, Secret.of(value)), now.replacing());
        }
    }

    Optional<String> stored(String name) {
        try (EnvSync client = client()) {
            return client.find("envdrift").map(now -> now.values().get(name));
        }
    }

    private static Path directory() {
        try {
            Path servers = Files.createDirectories(Path.of("target", "test-servers"));
            return Files.createTempDirectory(servers, "envsync").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BlobServer start() {
        TokenSettings tokens = new TokenSettings(
                Optional.of(Secret.of(JWT_SECRET)), TokenSettings.DEFAULT_ALGORITHM, List.of(), false);
        return BlobServer.start(
                ServerSettings.loopback(StorageSettings.sqlite(DIRECTORY.resolve("server")))
                        .tokens(tokens)
                        .build(),
                InstantSource.system());
    }
}
