package io.envdrift.provider.azure;

import static io.envdrift.provider.azure.AzureAccess.STRANGER;
import static io.envdrift.provider.azure.AzureAccess.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.testkit.Canary;
import io.envdrift.testkit.Fault;
import io.envdrift.testserver.Answer;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureVaultTest extends VaultScene {
    private static final WriteCondition ALWAYS = WriteCondition.always();

    private Vault vault;

    @BeforeEach
    void open() {
        vault = openAs(USER);
    }

    @AfterEach
    void close() {
        vault.close();
    }

    private long requests(String method, String path) {
        return service.server().requests().stream()
                .filter(request ->
                        request.method().equals(method) && request.path().startsWith(path))
                .count();
    }

    @Test
    void aReadTakesAChallengeATokenAndTheReadItself() {
        service.store("x", "value");
        assertThat(vault.get("x").value()).isEqualTo(Secret.of("value"));
        assertThat(requests("GET", "/secrets/x")).isEqualTo(2);
        assertThat(requests("POST", "/")).isEqualTo(1);
        vault.get("x");
        assertThat(service.server().requests()).hasSize(4);
    }

    @Test
    void aWriteSendsItsValueOnlyWithAToken() {
        vault.put("x", Secret.of("canary/new+value"), ALWAYS);
        List<String> written = service.server().requests().stream()
                .filter(request -> request.raw().contains("canary/new"))
                .map(request -> request.header("Authorization").orElse("nobody").replaceFirst("canary.*", ""))
                .toList();
        assertThat(written).containsExactly("Bearer ");
    }

    @Test
    void notFoundNamesTheVault() {
        assertThat(failure(() -> vault.get("gone")))
                .isInstanceOf(SecretNotFoundException.class)
                .hasMessageMatching("Secret 'gone' not found in Azure Key Vault https://localhost:\\d+");
    }

    @Test
    void aDeletedSecretIsNotFoundAndSaysHowItComesBack() {
        service.store("x", "value");
        service.delete("x");
        VaultException failure = failure(() -> vault.get("x"));
        assertThat(failure).isInstanceOf(SecretNotFoundException.class).hasMessageContaining("deleted");
        assertThat(failure.hint().orElseThrow()).contains("az keyvault secret recover");
    }

    @Test
    void whoMayNotLookAtDeletedSecretsIsToldThatItIsMissing() {
        service.store("x", "value");
        service.delete("x");
        try (Vault limited = openAs(STRANGER.without("GetDeleted"))) {
            assertThat(failure(() -> limited.get("x")))
                    .isInstanceOf(SecretNotFoundException.class)
                    .message()
                    .doesNotContain("deleted");
        }
    }

    @Test
    void aDeletedSecretIsNotWrittenTo() {
        service.store("x", "old");
        service.delete("x");
        for (WriteCondition condition : List.of(ALWAYS, new WriteCondition.Absent())) {
            assertThat(failure(() -> vault.put("x", Secret.of("canary-new"), condition)))
                    .isNotInstanceOf(WriteConflictException.class)
                    .hasMessageContaining("deleted")
                    .extracting(failure -> failure.hint().orElseThrow())
                    .asString()
                    .contains("az keyvault secret recover");
        }
        assertThat(service.stored("x")).isEmpty();
    }

    @Test
    void aDisabledSecretIsSaidToBeDisabled() {
        service.store("x", "value");
        service.disable("x");
        VaultException failure = failure(() -> vault.get("x"));
        assertThat(failure.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(failure).hasMessageContaining("disabled");
    }

    @Test
    void aSecretWithoutValueIsEmpty() {
        service.storeWithoutValue("x");
        assertThat(vault.get("x").value()).isEqualTo(Secret.of(""));
    }

    @Test
    void namesAreTheSameWhateverTheirCase() {
        service.store("App-Key", "value");
        assertThat(vault.get("app-key").value()).isEqualTo(Secret.of("value"));
        assertThat(vault.list("")).containsExactly("App-Key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a_b", "a/b", "a b", "..", "a.b", "ü", "a\nb", "a?b", "a%2fb"})
    void aNameThatTheServiceDoesNotTakeIsNotSent(String name) {
        assertThat(failure(() -> vault.get(name)).code()).isEqualTo(ErrorCode.VAULT_SETTINGS);
        assertThat(failure(() -> vault.put(name, Secret.of("x"), ALWAYS)).code())
                .isEqualTo(ErrorCode.VAULT_SETTINGS);
        assertThat(service.server().requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 25_601})
    void aValueThatTheServiceDoesNotTakeIsNotSent(int length) {
        assertThat(failure(() -> vault.put("x", Secret.of("v".repeat(length)), ALWAYS)))
                .hasMessageContaining("'x'")
                .extracting(VaultException::code)
                .isEqualTo(ErrorCode.VAULT_SETTINGS);
        assertThat(service.server().requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"value\":\"x\"}", "{\"value\":\"a\"", "", "null"})
    void anAnswerWithoutSecretIsMalformed(String body) {
        service.server().onlyFor(service::reads);
        service.server().always(Fault.answering(Answer.json(200, body)));
        assertThat(failure(() -> vault.get("x")).code()).isEqualTo(ErrorCode.MALFORMED_ANSWER);
    }

    @Test
    void theListGoesThroughAllPages() {
        List<String> names = IntStream.range(100, 130).mapToObj(i -> "n-" + i).toList();
        names.forEach(name -> service.store(name, "x"));
        service.store("other", "x");
        assertThat(vault.list("n-")).containsExactlyElementsOf(names);
        assertThat(requests("GET", "/secrets")).isEqualTo(6);
    }

    @Test
    void aListThatNeverEndsIsMalformed() {
        String again = "{\"value\":[],\"nextLink\":\"" + service.server().uri("/secrets?api-version=7.6&t=1") + "\"}";
        service.server().onlyFor(request -> request.header("Authorization").isPresent());
        service.server().always(Fault.answering(Answer.json(200, again)));
        assertThat(failure(() -> vault.list("")).code()).isEqualTo(ErrorCode.MALFORMED_ANSWER);
    }

    @Test
    void aListThatLeadsToAnotherHostTakesNoTokenThere() {
        String elsewhere = "{\"value\":[],\"nextLink\":\"https://elsewhere.example/secrets?api-version=7.6\"}";
        service.server().onlyFor(request -> request.header("Authorization").isPresent());
        service.server().always(Fault.answering(Answer.json(200, elsewhere)));
        VaultException failure = failure(() -> vault.list(""));
        assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED_ANSWER);
        assertThat(failure).hasMessageContaining("leads to another host");
    }

    @Test
    void aProbeNeedsNoRightAtAll() {
        try (Vault limited = openAs(STRANGER.without("*"))) {
            limited.probe();
        }
    }

    @Test
    void aTokenThatTheVaultRefusesIsSaidToBeRefused() {
        vault.probe();
        service.entra().revokeAll();
        service.server().onlyFor(request -> request.header("Authorization").isPresent());
        service.server().always(Fault.answering(service.refusal(401)));
        VaultException failure = failure(vault::probe);
        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
        assertThat(failure).hasMessageContaining("AKV10000");
    }

    @Test
    void aDeniedWriteNamesTheRightThatIsMissing() {
        service.store("x", "old");
        try (Vault limited = openAs(STRANGER.without("Set"))) {
            VaultException failure = failure(() -> limited.put("x", Secret.of("canary/new+value"), ALWAYS));
            assertThat(failure.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
            assertThat(failure.hint().orElseThrow()).contains("Key Vault Secrets Officer");
            new Canary("canary/new+value").assertAbsentFrom(failure);
        }
        assertThat(service.stored("x")).contains("old");
    }

    @Test
    void aConditionIsCheckedByARead() {
        String first = vault.put("x", Secret.of("first"), new WriteCondition.Absent());
        assertThatThrownBy(() -> vault.put("x", Secret.of("second"), new WriteCondition.Absent()))
                .isInstanceOf(WriteConflictException.class);
        vault.put("x", Secret.of("second"), new WriteCondition.Unchanged(first));
        assertThatThrownBy(() -> vault.put("x", Secret.of("third"), new WriteCondition.Unchanged(first)))
                .isInstanceOf(WriteConflictException.class);
        assertThat(service.stored("x")).contains("second");
    }

    @ParameterizedTest
    @CsvSource({"'', SECRET_NOT_FOUND", "<html>404</html>, VAULT_FAILED", "{}, VAULT_FAILED"})
    void aPageThatIsNotFoundIsNoMissingSecret(String body, ErrorCode code) {
        service.server().onlyFor(service::reads);
        service.server().always(Fault.answering(Answer.json(404, body)));
        assertThat(failure(() -> vault.get("x")).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "400, BadParameter, '', VAULT_FAILED",
        "401, Unauthorized, '', NOT_AUTHENTICATED",
        "403, Forbidden, AccessDenied, ACCESS_DENIED",
        "403, Forbidden, ForbiddenByFirewall, ACCESS_DENIED",
        "403, '', '', ACCESS_DENIED",
        "404, '', '', SECRET_NOT_FOUND",
        "404, com.example.NotFoundException, '', SECRET_NOT_FOUND",
        "409, Conflict, ObjectIsBeingDeleted, VAULT_FAILED",
        "409, Conflict, '', VAULT_FAILED",
        "418, '', '', VAULT_FAILED",
        "429, Throttled, '', THROTTLED",
        "302, '', '', VAULT_UNREACHABLE",
        "400, 'line\\nbreak canary/x+y', '', VAULT_FAILED",
    })
    void theCodesOfAnErrorSayMoreThanItsStatus(int status, String name, String inner, ErrorCode code) {
        String body = "{\"error\":{\"code\":\"" + name + "\",\"message\":\"canary/x+y\",\"innererror\":{\"code\":\""
                + inner + "\"}}}";
        service.server().onlyFor(service::reads);
        service.server().always(Fault.answering(Answer.json(status, body).with("Retry-After", "100")));
        VaultException failure = failure(() -> vault.get("x"));
        assertThat(failure.code()).isEqualTo(code);
        new Canary("canary/x+y").assertAbsentFrom(failure);
    }
}
