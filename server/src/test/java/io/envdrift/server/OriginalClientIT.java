package io.envdrift.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.json.JsonObject;
import io.envdrift.vaultenv.VaultEnv;
import io.envdrift.vaultenv.VaultEnvLoader;
import io.envdrift.vaultenv.VaultHome;
import io.envdrift.vaultenv.VaultProject;
import io.envdrift.vaultenv.VaultServer;
import io.envdrift.vaultenv.project.StoreSecrets;
import io.envdrift.vaultenv.protocol.DeviceSecret;
import io.envdrift.vaultenv.protocol.Messages;
import io.envdrift.vaultenv.protocol.SecretsJson;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client of the original protocol, in JavaScript and with nothing of ours, beside our client on our server: each reads what
 * the other wrote, on the wire and in the cache. It needs {@code node} of version 18 or newer.
 */
class OriginalClientIT {
    private static final Path SCRIPT = Path.of("src", "test", "resources", "original-client.mjs");
    private static final String SECRETS = "{\"A\":\"grüße ✓\",\"B\":\"x\\ny\"}";

    @TempDir
    Path directory;

    private BlobServer server;
    private Map<String, String> identity = Map.of();

    @BeforeEach
    void createWithTheOriginalClient() throws IOException, InterruptedException {
        assumeTrue(hasNode(), "skipped: there is no node of version 18 or newer");
        server = BlobServer.start(TestServers.settings(Backend.SQLITE.fresh(directory)), InstantSource.system());
        JsonObject made = Messages.parse(node("create"));
        assertThat(made.text("status")).contains("approved");
        identity = Map.of(
                "VAULT_KEY", made.requireText("key"),
                "VAULT_DEVICE_SECRET", made.requireText("device"));
        node("push", "production", SECRETS);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void eachReadsWhatTheOtherStored() throws IOException, InterruptedException {
        try (VaultServer api = VaultServer.at(server.address(), Map.of(), Duration.ofSeconds(20))) {
            VaultProject project = api.project(
                    VaultKey.parse(identity.getOrDefault("VAULT_KEY", "")).orElseThrow(),
                    DeviceSecret.of(identity.getOrDefault("VAULT_DEVICE_SECRET", "")));
            assertThat(project.pull("production").values()).isEqualTo(SecretsJson.read(SECRETS));
            new StoreSecrets(project, false).set("production", Map.of("C", "ours"));
            assertThat(SecretsJson.read(node("pull", "production")))
                    .containsEntry("A", "grüße ✓")
                    .containsEntry("C", "ours");
            assertThat(project.rollBack("production", 1)).isEqualTo(3);
            assertThat(SecretsJson.read(node("pull", "production"))).isEqualTo(SecretsJson.read(SECRETS));
            assertThat(project.versions("production").versions())
                    .extracting(entry -> entry.changedNames())
                    .containsExactly(List.of("rollback_from_v1"), List.of("+C"), List.of("+A", "+B"));
        }
    }

    @Test
    void eachReadsTheCacheThatTheOtherLeft() throws IOException, InterruptedException {
        String cache = directory.resolve(".vault-cache").toString();
        assertThat(loader().load().origin()).isEqualTo(VaultEnv.Origin.VAULT);
        assertThat(SecretsJson.read(node("open", cache))).isEqualTo(SecretsJson.read(SECRETS));
        node("seal", cache, "{\"FROM\":\"the original\"}");
        server.close();
        assertThat(loader().load().vaultValues()).isEqualTo(Map.of("FROM", "the original"));
    }

    private VaultEnvLoader loader() {
        return VaultEnv.builder()
                .path(directory.resolve(".env"))
                .environment("production")
                .vaultUrl(server.address())
                .processEnvironment(identity)
                .home(new VaultHome(directory.resolve("home")))
                .timeout(Duration.ofSeconds(10))
                .warnings(text -> {});
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            Process version =
                    new ProcessBuilder("node", "-e", "process.exit(typeof fetch === 'function' ? 0 : 1)").start();
            return version.waitFor(30, TimeUnit.SECONDS) && version.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private String node(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(Stream.of("node", SCRIPT.toString()), Stream.of(arguments))
                        .toList());
        builder.environment().putAll(identity);
        builder.environment().put("VAULT_URL", server.address().toString());
        builder.environment().put("NO_PROXY", "127.0.0.1");
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
