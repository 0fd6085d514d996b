package io.envdrift.vaultenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.Behaviour;
import io.envdrift.testserver.ReceivedRequest;
import io.envdrift.vaultenv.project.InitProject;
import io.envdrift.vaultenv.project.StoreSecrets;
import io.envdrift.vaultenv.protocol.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultProjectTest {
    private static final Map<String, String> SECRETS = Map.of("A", "1");

    private UpstreamStub server;
    private VaultProject project;

    @BeforeEach
    void start() throws IOException {
        server = new UpstreamStub();
        project = server.project(UpstreamStub.LAPTOP);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void whatIsPushedIsPulledAndTheServerSeesNoValue() {
        assertThat(push(SECRETS)).isEqualTo(1);
        assertThat(project.pull("production").values()).isEqualTo(SECRETS);
        assertThat(server.requests()).noneMatch(request -> request.text().contains("\"1\""));
        assertThat(server.changedKeys("production")).containsExactly("+A");
    }

    @Test
    void everySignatureIsBoundToItsCall() {
        push(SECRETS);
        assertThat(server.requests())
                .isNotEmpty()
                .allMatch(request -> request.header(Endpoint.SIGNATURE_HEADER)
                        .orElse("")
                        .matches("v=\\d+,d=[0-9a-f]{64},v2=[0-9a-f]{64}"));
    }

    @Test
    void onlyTheTwoKnownAnswersMeanThatNothingIsThere() {
        assertThat(project.latest("production")).isEqualTo(new Latest.Nothing());
        assertThat(project.latest("custom")).isEqualTo(new Latest.Nothing());
        server.disturb(exchange -> exchange.answer(UpstreamStub.error(404, "Project not found")));
        assertThatThrownBy(() -> project.latest("production")).isInstanceOf(VaultEnvException.class);
        server.disturb(exchange -> exchange.answer(UpstreamStub.error(401, "Unauthorized")));
        assertThatThrownBy(() -> project.latest("production")).hasMessage("Vault pull failed (401): Unauthorized");
    }

    @Test
    void aPushWhoseAnswerWasLostAfterItWasDoneIsNotDoneTwice() {
        server.disturb(losing(Endpoint.PUSH, true));
        assertThat(push(SECRETS)).isEqualTo(1);
        assertThat(server.version("production")).isEqualTo(1);
        assertThat(server.paths())
                .as("it looked before it did anything else")
                .containsExactly(Endpoint.PUSH.path(), Endpoint.PULL.path());
    }

    @Test
    void aPushThatWasLostBeforeItWasDoneIsSignedAgain() {
        server.disturb(losing(Endpoint.PUSH, false));
        assertThat(push(SECRETS)).isEqualTo(1);
        assertThat(server.version("production")).isEqualTo(1);
        List<String> signatures = server.requests().stream()
                .filter(request -> request.path().equals(Endpoint.PUSH.path()))
                .map(request -> request.header(Endpoint.SIGNATURE_HEADER).orElse(""))
                .toList();
        assertThat(signatures).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aPushIsNotRepeatedWhenNobodyCanTellWhetherItWasDone() {
        server.disturb(exchange -> {
            if (exchange.request().path().equals(Endpoint.PUSH.path())) {
                server.answer(exchange.request());
                exchange.reset();
            }
            exchange.answer(UpstreamStub.error(401, "Unauthorized"));
        });
        assertThatThrownBy(() -> push(SECRETS)).hasMessageContaining("No answer from");
        assertThat(server.version("production")).isEqualTo(1);
        assertThat(server.paths()).filteredOn(Endpoint.PUSH.path()::equals).hasSize(1);
    }

    @Test
    void aGatewayThatLostTheAnswerIsLikeALostAnswer() {
        server.disturb(exchange -> {
            server.calm();
            server.answer(exchange.request());
            exchange.answer(UpstreamStub.error(502, "Bad gateway"));
        });
        assertThat(push(SECRETS)).isEqualTo(1);
        assertThat(server.version("production")).isEqualTo(1);
    }

    @Test
    void aServerThatFailsAfterItStoredDoesNotGetTheSecretsTwice() {
        server.disturb(exchange -> {
            server.calm();
            server.answer(exchange.request());
            exchange.answer(UpstreamStub.error(500, "boom"));
        });
        assertThat(push(SECRETS)).isEqualTo(1);
        assertThat(server.version("production")).isEqualTo(1);
    }

    @Test
    void aServerThatFailsBeforeItStoredIsAskedAgain() {
        AtomicInteger failures = new AtomicInteger(3);
        server.disturb(exchange -> exchange.answer(
                exchange.request().path().equals(Endpoint.PUSH.path()) && failures.getAndDecrement() > 0
                        ? UpstreamStub.error(500, "UNIQUE constraint failed")
                        : server.answer(exchange.request())));
        assertThat(push(SECRETS)).isEqualTo(1);
        assertThat(server.version("production")).isEqualTo(1);
    }

    @Test
    void aServerThatAlwaysFailsIsGivenUp() {
        server.disturb(exchange -> exchange.answer(
                exchange.request().path().equals(Endpoint.PUSH.path())
                        ? UpstreamStub.error(500, "boom")
                        : server.answer(exchange.request())));
        assertThatThrownBy(() -> push(SECRETS)).hasMessage("Vault push failed (500): boom");
        assertThat(server.paths()).filteredOn(Endpoint.PUSH.path()::equals).hasSize(4);
    }

    @Test
    void whatIsNoJsonCanBeReplacedButNotEdited() {
        server.store("production", UpstreamStub.LAPTOP, "");
        assertThat(project.latest("production")).isEqualTo(new Latest.Garbled(1));
        StoreSecrets store = new StoreSecrets(project, false);
        assertThatThrownBy(() -> store.set("production", SECRETS))
                .hasMessage("The decrypted secrets of 'production' are no JSON object");
        assertThat(store.push("production", SECRETS).unreadVersion()).hasValue(1);
        assertThat(project.pull("production").values()).isEqualTo(SECRETS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"secrets\":5,\"version\":1}",
                "{\"secrets\":\"\",\"version\":\"x\"}",
                "{}",
                "[]",
                "",
                "<html>",
                "{\"secrets\":\"\\ud800\",\"version\":1}"
            })
    void aSuccessThatIsNoneOfAVaultServerIsSaidToBeThat(String body) {
        server.disturb(exchange -> exchange.answer(Answer.json(200, body)));
        assertThatThrownBy(() -> project.pull("production"))
                .hasMessage("Vault pull failed: the answer is not that of a vault server");
    }

    @Test
    void aRedirectIsNotFollowedAndSaidToBeOne() {
        server.disturb(exchange -> exchange.answer(Answer.json(302, "")));
        assertThatThrownBy(() -> project.pull("production"))
                .hasMessage("Vault pull failed (302): no reason was given")
                .isInstanceOfSatisfying(
                        VaultEnvException.class,
                        e -> assertThat(e.hint())
                                .hasValueSatisfying(hint -> assertThat(hint).contains("redirect")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../evil", "", "a_b", "a/b"})
    void aProjectIdThatCannotNameAFileIsRefusedBeforeAnythingIsWritten(String id, @TempDir Path directory) {
        server.disturb(exchange -> exchange.answer(Answer.json(200, "{\"project_id\":\"" + id + "\"}")));
        try (VaultServer api = VaultServer.at(server.uri(), Map.of(), Duration.ofSeconds(60))) {
            InitProject init = new InitProject(api, new DeviceStore(new VaultHome(directory), Map.of()));
            InitProject.Wish wish =
                    new InitProject.Wish("app", true, Optional.empty(), "laptop", directory.resolve(".env"));
            assertThatThrownBy(() -> init.run(wish))
                    .hasMessage("Vault init failed: the answer is not that of a vault server");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aRollBackWhoseAnswerWasLostIsNotDoneTwice() {
        push(SECRETS);
        push(Map.of("A", "2"));
        server.disturb(losing(Endpoint.ROLLBACK, true));
        assertThat(project.rollBack("production", 1)).isEqualTo(3);
        assertThat(server.version("production")).isEqualTo(3);
    }

    @Test
    void whoHasNoCreateTokenIsToldOfIt() {
        server.disturb(exchange -> exchange.answer(UpstreamStub.error(401, "Create token required")));
        try (VaultServer client = VaultServer.at(server.uri(), Map.of(), Duration.ofSeconds(60))) {
            assertThatThrownBy(() -> client.createProject("app", true, Optional.empty()))
                    .hasMessage("Vault init failed (401): Create token required")
                    .isInstanceOfSatisfying(
                            EnvdriftException.class,
                            e -> assertThat(e.hint().orElseThrow())
                                    .contains("--create-token @FILE")
                                    .doesNotContain("VAULT_KEY"));
        }
    }

    @Test
    void anOriginalThatKnowsNoListOfEnvironmentsIsNoError() {
        assertThat(project.environments()).isEmpty();
    }

    private long push(Map<String, String> secrets) {
        return project.push("production", secrets, Optional.of(List.of("+A")), OptionalLong.empty());
    }

    /** Loses the first answer of a call, after or before the server did what was asked; all else is answered. */
    private Behaviour losing(Endpoint endpoint, boolean done) {
        return exchange -> {
            ReceivedRequest request = exchange.request();
            if (!request.path().equals(endpoint.path())) {
                exchange.answer(server.answer(request));
                return;
            }
            server.calm();
            if (done) {
                server.answer(request);
            }
            exchange.reset();
        };
    }
}
