package io.envdrift.provider.gcp;

import static io.envdrift.provider.gcp.GcpAccess.STRANGER;
import static io.envdrift.provider.gcp.GcpAccess.USER;
import static io.envdrift.testkit.ContractErrors.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.testkit.Canary;
import io.envdrift.testkit.Fault;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.gcp.GoogleIdentity;
import io.envdrift.testkit.gcp.SecretManagerFake;
import io.envdrift.testserver.Answer;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GcpVaultTest {
    private static final WriteCondition ALWAYS = WriteCondition.always();
    private static final String FULL = "projects/" + SecretManagerFake.PROJECT + "/secrets/x";

    @TempDir
    private Path home;

    private SecretManagerFake service;
    private Vault vault;

    @BeforeEach
    void start() throws IOException {
        service = SecretManagerFake.start(Optional.empty(), USER);
        vault = openAs(USER);
    }

    @AfterEach
    void stop() {
        vault.close();
        service.close();
    }

    private Vault openAs(GoogleIdentity account) {
        service.admit(account);
        return GcpAccess.open(service, TestContext.of(GcpAccess.environment(account, service, home), home));
    }

    @Test
    void aSecretIsReadByItsFullNameAndByAVersion() {
        service.store("x", "one");
        service.store("x", "two");
        assertThat(vault.get("x")).isEqualTo(VaultSecret.text("two", "2"));
        assertThat(vault.get(FULL)).isEqualTo(VaultSecret.text("two", "2"));
        assertThat(vault.get(FULL + "/versions/1")).isEqualTo(VaultSecret.text("one", "1"));
        assertThat(vault.get(FULL + "/versions/latest")).isEqualTo(VaultSecret.text("two", "2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a/b",
                "a.b",
                "x/versions/1",
                "projects/envdrift-test/secrets/",
                "projects/envdrift-test/secrets/x/versions/",
                "projects/envdrift-test/secrets/x/versions/1/y",
                "projects/envdrift-test/secrets/../x",
                "/projects/envdrift-test/secrets/x",
                "projects/other/secrets/x",
                "projects/123456789012/secrets/x",
                "projects/envdrift-test/locations/europe-west3/secrets/x",
            })
    void aNameThatIsNoneOrLeadsElsewhereIsNotSent(String name) {
        fails(() -> vault.get(name), ErrorCode.VAULT_SETTINGS, "'" + name + "'");
        fails(() -> vault.put(name, Secret.of("v"), ALWAYS), ErrorCode.VAULT_SETTINGS, "'" + name + "'");
        assertThat(service.server().requests()).isEmpty();
    }

    @Test
    void aVersionIsNotWrittenAgain() {
        fails(() -> vault.put(FULL + "/versions/1", Secret.of("v"), ALWAYS), ErrorCode.VAULT_SETTINGS, "version");
        vault.put(FULL, Secret.of("v"), ALWAYS);
        assertThat(service.stored("x")).contains("v");
    }

    @Test
    void aDisabledOrDestroyedVersionIsNotFoundAndSaysSo() {
        service.store("x", "value");
        service.disable("x");
        fails(() -> vault.get("x"), ErrorCode.SECRET_NOT_FOUND, "'x'", "disabled", "gcloud secrets versions enable");
        service.destroy("x");
        fails(() -> vault.get("x"), ErrorCode.SECRET_NOT_FOUND, "'x'", "destroyed", "vault-push");
        assertThatThrownBy(() -> vault.get("x")).isInstanceOf(SecretNotFoundException.class);
    }

    @Test
    void aDisabledSecretIsNotTakenForAnAbsentOne() {
        service.store("x", "old");
        service.disable("x");
        fails(
                () -> vault.put("x", Secret.of("new"), new WriteCondition.Absent()),
                ErrorCode.SECRET_NOT_FOUND,
                "disabled");
        assertThat(service.stored("x")).contains("old");
    }

    @Test
    void aSecretWithoutContentCountsAsAbsent() {
        service.storeWithoutVersion("x");
        assertThat(vault.put("x", Secret.of("first"), new WriteCondition.Absent()))
                .isEqualTo("1");
        service.destroy("x");
        assertThat(vault.put("x", Secret.of("second"), new WriteCondition.Absent()))
                .isEqualTo("2");
        assertThatThrownBy(() -> vault.put("x", Secret.of("third"), new WriteCondition.Absent()))
                .isInstanceOf(WriteConflictException.class);
        assertThat(service.stored("x")).contains("second");
    }

    @Test
    void bytesThatAreNoTextAreToldInBase64AndMarked() {
        service.storeBytes("x", new byte[] {(byte) 0xff, 0, (byte) 0xfe});
        assertThat(vault.get("x")).isEqualTo(new VaultSecret(Secret.of("/wD+"), "1", true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"name\":\"projects/1/secrets/x/versions/1\"}",
                "{\"name\":\"projects/1/secrets/y/versions/1\",\"payload\":{\"data\":\"eA==\"}}",
                "{\"name\":\"nonsense\",\"payload\":{\"data\":\"eA==\"}}",
                "{\"name\":\"projects/1/secrets/x/versions/1\",\"payload\":{\"data\":\"!\"}}",
                "{\"name\":\"projects/1/secrets/x/versions/1\",\"payload\":{\"data\":\"eA==\",\"dataCrc32c\":\"7\"}}",
                "",
            })
    void anAnswerWithoutTheValueOrWithADamagedOneIsMalformed(String body) {
        service.server().onlyFor(service::reads);
        service.server().always(Fault.answering(Answer.json(200, body)));
        fails(() -> vault.get("x"), ErrorCode.MALFORMED_ANSWER, "'x'");
        assertThat(service.calls(":access")).isEqualTo(1);
    }

    @Test
    void theListGoesThroughAllPages() {
        List<String> names = IntStream.range(100, 160).mapToObj(i -> "n-" + i).toList();
        names.forEach(name -> service.store(name, "x"));
        service.store("other", "x");
        assertThat(vault.list("n-")).containsExactlyElementsOf(names);
        assertThat(service.calls("/secrets")).isGreaterThan(8);
    }

    @Test
    void aListThatNeverEndsIsMalformed() {
        service.server().onlyFor(request -> request.path().endsWith("/secrets"));
        service.server().always(Fault.answering(Answer.json(200, "{\"nextPageToken\":\"t\"}")));
        fails(() -> vault.list(""), ErrorCode.MALFORMED_ANSWER, "Listing");
        assertThat(service.calls("/secrets")).isEqualTo(2);
    }

    @Test
    void anIdentityThatMayOnlyAddVersionsAddsThem() {
        service.store("x", "old");
        try (Vault limited =
                openAs(STRANGER.without("secretmanager.secrets.create", "secretmanager.versions.access"))) {
            assertThat(limited.put("x", Secret.of("new"), ALWAYS)).isEqualTo("2");
            fails(
                    () -> limited.put("y", Secret.of("canary/new+value"), ALWAYS),
                    ErrorCode.ACCESS_DENIED,
                    "secretmanager.secrets.create",
                    "'y'");
        }
    }

    @Test
    void aDeniedWriteIsSaidAndNotTakenForAMissingSecret() {
        service.store("x", "old");
        try (Vault limited = openAs(STRANGER.without("secretmanager.versions.add"))) {
            fails(
                    () -> limited.put("x", Secret.of("v"), ALWAYS),
                    ErrorCode.ACCESS_DENIED,
                    "secretmanager.versions.add",
                    "secretVersionAdder");
            assertThat(service.calls("/secrets")).isZero();
        }
    }

    @Test
    void readsNeedNoMoreThanTheRightToAccess() {
        service.store("x", "value");
        try (Vault limited = openAs(STRANGER.without(
                "secretmanager.secrets.list", "secretmanager.secrets.create", "secretmanager.versions.add"))) {
            limited.probe();
            assertThat(limited.get("x").value()).isEqualTo(Secret.of("value"));
            fails(() -> limited.list(""), ErrorCode.ACCESS_DENIED, "secretmanager.secrets.list");
        }
    }

    @Test
    void oneTokenServesTheWholeRun() {
        service.store("x", "value");
        vault.probe();
        vault.getMany(List.of("x", "y", "z"));
        vault.put("x", Secret.of("new"), ALWAYS);
        vault.list("");
        assertThat(service.calls("/token")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_537})
    void aValueThatTheServiceDoesNotTakeIsNotSent(int length) {
        fails(() -> vault.put("x", Secret.of("v".repeat(length)), ALWAYS), ErrorCode.VAULT_SETTINGS, "'x'");
        assertThat(service.server().requests()).isEmpty();
    }

    @Test
    void theLargestValueIsTaken() {
        vault.put("x", Secret.of("v".repeat(65_536)), ALWAYS);
        assertThat(vault.get("x").value()).isEqualTo(Secret.of("v".repeat(65_536)));
    }

    @ParameterizedTest
    @CsvSource({
        "SERVICE_DISABLED, gcloud services enable secretmanager.googleapis.com",
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT, scope cloud-platform",
        "IAM_PERMISSION_DENIED, roles/secretmanager.secretAccessor",
    })
    void aDenialSaysWhatToDoAboutItsReason(String reason, String remedy) {
        service.server().onlyFor(service::reads);
        service.server().always(Fault.answering(service.denial(reason)));
        fails(() -> vault.get("x"), ErrorCode.ACCESS_DENIED, remedy);
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_ARGUMENT, VAULT_FAILED",
        "400, FAILED_PRECONDITION, VAULT_FAILED",
        "401, '', NOT_AUTHENTICATED",
        "403, '', ACCESS_DENIED",
        "404, '', SECRET_NOT_FOUND",
        "418, '', VAULT_FAILED",
        "501, UNIMPLEMENTED, VAULT_FAILED",
        "302, '', VAULT_UNREACHABLE",
        "400, 'line\\nbreak canary/x+y', VAULT_FAILED",
    })
    void theNameOfAnErrorSaysMoreThanItsStatus(int status, String name, ErrorCode code) {
        String body = "{\"error\":{\"code\":" + status + ",\"message\":\"canary/x+y\",\"status\":\"" + name + "\"}}";
        service.server().onlyFor(service::reads);
        service.server().always(Fault.answering(Answer.json(status, body).with("Retry-After", "100")));
        VaultException failure = fails(() -> vault.get("x"), code);
        new Canary("canary/x+y").assertAbsentFrom(failure);
        assertThat(service.calls(":access")).isEqualTo(1);
    }

    @Test
    void anInterruptionEndsACallAndStaysVisible() {
        service.store("x", "value");
        vault.probe();
        Thread.currentThread().interrupt();
        fails(() -> vault.get("x"), ErrorCode.INTERRUPTED, "'x'");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(vault.get("x").value()).isEqualTo(Secret.of("value"));
    }
}
