package io.envdrift.provider.hashicorp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.testkit.Canary;
import io.envdrift.testkit.Fault;
import io.envdrift.testkit.OutputCapture;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.hashicorp.FakeVault;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.WriteCondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashicorpLoginTest {
    private static final Map<String, String> CREDENTIALS = Map.of(
            "VAULT_ROLE_ID", FakeVault.ROLE,
            "VAULT_SECRET_ID", FakeVault.LOGIN_SECRET,
            "VAULT_ROLE", FakeVault.ROLE,
            "VAULT_ID_TOKEN", FakeVault.LOGIN_SECRET,
            "VAULT_POD_TOKEN", FakeVault.LOGIN_SECRET);

    private FakeVault service;

    @TempDir
    private Path home;

    @BeforeEach
    void start() throws IOException {
        service = FakeVault.start(Optional.empty());
        service.store("key", "abc");
        service.store("key2", "def");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource({
        "approle, auth, approle, /v1/auth/approle/login",
        "approle, auth_mount, team/approle, /v1/auth/team/approle/login",
        "kubernetes, jwt_env, VAULT_POD_TOKEN, /v1/auth/kubernetes/login",
        "jwt, auth, jwt, /v1/auth/jwt/login",
        "jwt, jwt_env, VAULT_POD_TOKEN, /v1/auth/jwt/login",
    })
    void everyAuthMethodLogsInOnceForAllSecrets(String method, String key, String value, String path) {
        Vault vault = Scene.open(service, CREDENTIALS, "auth", method, key, value);

        vault.probe();
        assertThat(vault.get("key").value()).isEqualTo(Secret.of("abc"));
        assertThat(vault.getMany(List.of("key", "key2")).values())
                .allSatisfy(read -> assertThat(read).isInstanceOf(VaultRead.Found.class));
        assertThat(vault.put("key", Secret.of("new"), WriteCondition.always())).isEqualTo("2");

        assertThat(service.server().requests().stream()
                        .filter(request -> request.path().contains("/auth/")))
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.path()).isEqualTo(path);
                    assertThat(request.header("X-Vault-Token")).isEmpty();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"approle", "kubernetes", "jwt"})
    void credentialsOfALogInAreInNoLog(String method) {
        String text;
        try (OutputCapture output = OutputCapture.start()) {
            Vault vault = Scene.open(service, CREDENTIALS, "auth", method, "jwt_env", "VAULT_POD_TOKEN");
            var unused = vault.get("key");
            text = output.text();
        }
        assertThat(text)
                .as("Spring's own log, to show that this looks at something")
                .contains("/login");
        for (String secret : List.of(FakeVault.LOGIN_SECRET, FakeVault.ISSUED_TOKEN)) {
            new Canary(secret).assertAbsentFrom("the log", text);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "approle, VAULT_ROLE_ID, VAULT_ROLE_ID",
        "kubernetes, VAULT_ROLE, VAULT_ROLE",
        "kubernetes, VAULT_POD_TOKEN, VAULT_POD_TOKEN",
        "jwt, VAULT_POD_TOKEN, VAULT_POD_TOKEN",
    })
    void aMissingCredentialIsNamedAndNothingIsSent(String method, String missing, String named) {
        Map<String, String> environment = new HashMap<>(CREDENTIALS);
        environment.remove(missing);
        VaultException failure = failure(environment, "auth", method, "jwt_env", "VAULT_POD_TOKEN");

        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
        assertThat(failure.getMessage() + failure.hint().orElseThrow()).contains(named);
        assertThat(service.server().connections()).isZero();
    }

    @Test
    void outsideAPodTheFileOfTheServiceAccountIsNamed() {
        assertThat(failure(CREDENTIALS, "auth", "kubernetes"))
                .hasMessageContaining("/var/run/secrets/kubernetes.io/serviceaccount/token");
    }

    @ParameterizedTest
    @CsvSource({"approle, VAULT_SECRET_ID", "kubernetes, VAULT_POD_TOKEN", "jwt, VAULT_POD_TOKEN"})
    void aRefusedLogInIsNoAuthenticationForAllSecretsAndIsNotTriedAgain(String method, String wrong) {
        Map<String, String> environment = new HashMap<>(CREDENTIALS);
        environment.put(wrong, "canary-wrong-secret");
        Vault vault = Scene.open(service, environment, "auth", method, "jwt_env", "VAULT_POD_TOKEN");

        assertThat(vault.getMany(List.of("key", "key2")).values()).allSatisfy(read -> {
            VaultException failure = ((VaultRead.Failed) read).failure();
            assertThat(failure.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
            assertThat(failure).hasMessageContaining("refused the log-in with status 400");
            new Canary("canary-wrong-secret").assertAbsentFrom(failure);
        });
        assertThat(service.server().requests()).hasSize(1);
    }

    @Test
    void withoutASecretIdTheRoleIdAloneIsSent() {
        VaultException failure = failure(Map.of("VAULT_ROLE_ID", "no-such-role"), "auth", "approle");

        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
        assertThat(service.server().requests().getFirst().text()).isEqualTo("{\"role_id\":\"no-such-role\"}");
    }

    @Test
    void aLogInThatFailsForTheMomentIsTriedAgain() {
        service.server().next(Fault.answering(service.refusal(503)), Fault.reset());

        assertThat(Scene.open(service, CREDENTIALS, "auth", "approle")
                        .get("key")
                        .value())
                .isEqualTo(Secret.of("abc"));
    }

    @ParameterizedTest
    @CsvSource({"500, VAULT_FAILED", "503, VAULT_UNREACHABLE", "302, VAULT_UNREACHABLE", "429, THROTTLED"})
    void aLogInThatFailsForGoodSaysWhyAndForWhichSecret(int status, ErrorCode code) {
        service.server().always(Fault.answering(service.refusal(status).with("Retry-After", "60")));
        VaultException failure = failure(CREDENTIALS, "auth", "approle");

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageContainingAll("'key'", "hashicorp vault http://localhost");
        new Canary(FakeVault.TOKEN).assertAbsentFrom(failure);
    }

    @Test
    void aLogInAnsweredByAPageIsMisunderstood() {
        service.server().always(Fault.loginPage());

        assertThat(failure(CREDENTIALS, "auth", "jwt").code()).isEqualTo(ErrorCode.MALFORMED_ANSWER);
    }

    @Test
    void aLogInAnsweredWithoutATokenIsMisunderstood() {
        service.server().always(Fault.answering(io.envdrift.testserver.Answer.json(200, "{\"data\":{}}")));

        assertThat(failure(CREDENTIALS, "auth", "jwt").code()).isEqualTo(ErrorCode.MALFORMED_ANSWER);
    }

    @Test
    void theTokenIsThatOfTheEnvironmentElseThatOfTheFile() throws IOException {
        Files.writeString(home.resolve(".vault-token"), FakeVault.TOKEN + "\n");
        Vault byFile = open(Map.of());
        Vault byVariable = open(Map.of("VAULT_TOKEN", "canary-other-token"));
        Vault byFileDespiteABlank = open(Map.of("VAULT_TOKEN", "  "));

        assertThat(byFile.get("key").value()).isEqualTo(Secret.of("abc"));
        assertThat(byFileDespiteABlank.get("key").value()).isEqualTo(Secret.of("abc"));
        assertThat(catchThrowableOfType(VaultException.class, () -> byVariable.get("key"))
                        .code())
                .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    }

    @Test
    void anEmptyOrUnreadableTokenFileHoldsNoToken() throws IOException {
        Files.writeString(home.resolve(".vault-token"), "\n");
        assertThat(catchThrowableOfType(
                        VaultException.class, () -> open(Map.of()).get("key")))
                .hasMessageContaining("VAULT_TOKEN");

        Files.delete(home.resolve(".vault-token"));
        Files.createDirectory(home.resolve(".vault-token"));
        VaultException unreadable =
                catchThrowableOfType(VaultException.class, () -> open(Map.of()).get("key"));
        assertThat(unreadable).hasMessageContaining("cannot be read");
        assertThat(unreadable.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
    }

    @Test
    void aTokenWithALineBreakInsideIsSentNowhere() {
        VaultException failure = failure(Map.of("VAULT_TOKEN", "canary\r\nX-Evil: 1"));

        assertThat(failure.code()).isEqualTo(ErrorCode.VAULT_SETTINGS);
        assertThat(failure).hasMessageContaining("X-Vault-Token");
        new Canary("canary\r\nX-Evil: 1").assertAbsentFrom(failure);
        assertThat(service.server().connections()).isZero();
    }

    private Vault open(Map<String, String> environment) {
        return new HashicorpVaultProvider()
                .open(Scene.settings(service.server().uri("")), TestContext.of(environment, home));
    }

    private VaultException failure(Map<String, String> environment, String... settings) {
        return catchThrowableOfType(
                VaultException.class,
                () -> Scene.open(service, environment, settings).get("key"));
    }

    /** SEC-A16: a repository could have any of the user's variables sent. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "approle, secret_id_env, AWS_SECRET_ACCESS_KEY",
        "jwt, jwt_env, ENVDRIFT_LOCAL_PASSPHRASE",
        "jwt, jwt_env, VAULT_DEVICE_SECRET",
        "kubernetes, jwt_env, VAULT_KEY",
        "kubernetes, jwt_env, ENVDRIFT_SERVER_MASTER_KEY"
    })
    void SEC_A16_aConfigurationChoosesOnlyVariablesThatTheUserTrusts(String method, String setting, String secret) {
        Map<String, String> environment = Map.of(secret, "hush", "VAULT_ROLE", "r", "VAULT_ROLE_ID", "r");

        VaultException refused = failure(environment, "auth", method, setting, secret);
        assertThat(refused).hasMessageContaining(setting + " names the variable " + secret);
        assertThat(refused.hint().orElseThrow()).contains("ENVDRIFT_TRUSTED_VARIABLES=" + secret);

        Map<String, String> trusting = new HashMap<>(environment);
        trusting.put("ENVDRIFT_TRUSTED_VARIABLES", "OTHER, " + secret);
        LoginSettings taken = LoginSettings.from(
                Scene.settings(service.server().uri(""), "auth", method, setting, secret),
                TestContext.of(trusting, home));
        assertThat(taken.toString()).contains(secret);
    }
}
