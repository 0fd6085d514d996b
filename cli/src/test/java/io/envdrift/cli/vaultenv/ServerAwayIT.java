package io.envdrift.cli.vaultenv;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.CliRun;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.Exchange;
import io.envdrift.testserver.LoopbackServer;
import io.envdrift.vaultenv.VaultEnv;
import io.envdrift.vaultenv.VaultHome;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left when the server is not. */
class ServerAwayIT {
    private static final String WARNING = "[vault-env] Remote fetch failed, using cached secrets";

    @TempDir
    Path directory;

    @Test
    void aServerStoppedMidPullLeavesApplicationAndCommandOnTheirCache() throws IOException {
        AtomicBoolean stopping = new AtomicBoolean();
        try (Scene scene = new Scene(directory);
                LoopbackServer wire = LoopbackServer.http(exchange -> forward(scene, exchange, stopping))) {
            URI address = URI.create("http://127.0.0.1:" + wire.port());
            Scene.Machine laptop = pushed(scene);
            laptop.env("VAULT_URL", address.toString());
            assertThat(laptop.run("pull --env production").err()).isEmpty();

            stopping.set(true);
            VaultEnv env = VaultEnv.builder()
                    .path(laptop.file(".env"))
                    .environment("production")
                    .vaultUrl(address)
                    .processEnvironment(Map.of())
                    .home(new VaultHome(laptop.file("home/.vault")))
                    .timeout(Duration.ofSeconds(2))
                    .warnings(text -> {})
                    .load();
            assertThat(env.origin()).isEqualTo(VaultEnv.Origin.CACHE);
            assertThat(env.vaultValues()).containsExactly(Map.entry("TOKEN", "a-long-enough-token"));

            CliRun.Result pull = laptop.run("pull --env production --timeout 1");
            assertThat(pull.exit()).as(pull.all()).isZero();
            assertThat(pull.out()).contains("TOKEN=a-lo...oken");
            assertThat(pull.err()).contains(WARNING);
        }
    }

    @Test
    void aCacheAnswersOnlyForItsOwnEnvironmentAndNotBeyondItsAge() throws IOException {
        Scene.Machine laptop;
        try (Scene scene = new Scene(directory)) {
            laptop = pushed(scene);
            assertThat(laptop.run("pull --env production").exit()).isZero();
        }
        assertThat(laptop.run("pull --env production --timeout 1 --max-age 7d").exit())
                .isZero();
        for (String refused : new String[] {"--env staging", "--env production --max-age 0s"}) {
            CliRun.Result pull = laptop.run("pull --timeout 1 " + refused);
            assertThat(pull.exit()).isEqualTo(1);
            assertThat(pull.err()).contains("Failed to fetch secrets and no cache available: ");
        }
        CliRun.Result push = laptop.run("push --env production --timeout 1");
        assertThat(push.exit()).as("nothing is written to a cache").isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} is believed")
    @ValueSource(ints = {401, 403, 404})
    void aServerThatSaysNoIsBelieved(int status) throws IOException {
        try (Scene scene = new Scene(directory);
                LoopbackServer no =
                        LoopbackServer.http(exchange -> exchange.answer(Answer.json(status, "{\"error\":\"No\"}")))) {
            Scene.Machine laptop = pushed(scene);
            assertThat(laptop.run("pull --env production").exit()).isZero();
            CliRun.Result pull = laptop.run("pull --env production --url http://127.0.0.1:" + no.port());
            assertThat(pull.exit()).isEqualTo(1);
            assertThat(pull.out()).isEmpty();
            assertThat(pull.err())
                    .contains("Vault pull failed (" + status + "): No")
                    .doesNotContain("cached");
        }
    }

    private static Scene.Machine pushed(Scene scene) throws IOException {
        Scene.Machine laptop = scene.machine("laptop");
        laptop.write(".env", "TOKEN=a-long-enough-token\n");
        assertThat(laptop.run("init").exit()).isZero();
        assertThat(laptop.run("push --env production").exit()).isZero();
        return laptop;
    }

    /** Passes requests on to the real server, until the one during whose answer it stops. */
    private static void forward(Scene scene, Exchange exchange, AtomicBoolean stopping) throws IOException {
        byte[] answer;
        try (Socket server =
                new Socket(scene.address().getHost(), scene.address().getPort())) {
            String request = exchange.request().raw().replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            server.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            answer = server.getInputStream().readAllBytes();
        }
        if (stopping.get()) {
            exchange.send(Arrays.copyOf(answer, answer.length - 20));
            scene.close();
            exchange.reset();
        } else {
            exchange.send(answer);
            exchange.close();
        }
    }
}
