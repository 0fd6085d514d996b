package io.envdrift.provider.hashicorp;

import static io.envdrift.testkit.ContractErrors.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.testkit.Fault;
import io.envdrift.testkit.hashicorp.FakeVault;
import io.envdrift.testserver.Answer;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import io.envdrift.workflow.push.VerifiedWrite;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashicorpVaultTest {
    private static final Map<String, String> POWERLESS = Map.of("VAULT_TOKEN", FakeVault.POWERLESS_TOKEN);

    private FakeVault service;

    @BeforeEach
    void start() throws IOException {
        service = FakeVault.start(Optional.empty());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void readingManySecretsAsksForNothingElse() {
        List<String> names = IntStream.range(0, 20).mapToObj(i -> "key-" + i).toList();
        names.forEach(name -> service.store(name, "value"));
        Vault vault = Scene.open(service);

        assertThat(vault.getMany(names).values())
                .allSatisfy(read -> assertThat(read).isInstanceOf(VaultRead.Found.class));
        assertThat(service.server().requests()).hasSize(names.size());

        vault.probe();
        vault.probe();
        assertThat(service.server().requests()).hasSize(names.size() + 1);
    }

    @Test
    void aNestedNameIsReadWrittenAndListedOneLevelAtATime() {
        Vault vault = Scene.open(service);
        for (String name : List.of("top", "team/app", "team/api", "team/sub/deep", "teamwork")) {
            var unused = vault.put(name, Secret.of("of " + name), WriteCondition.always());
        }

        assertThat(vault.get("team/sub/deep").value()).isEqualTo(Secret.of("of team/sub/deep"));
        assertThat(vault.list("")).containsExactly("teamwork", "top");
        assertThat(vault.list("t")).containsExactly("teamwork", "top");
        assertThat(vault.list("team/")).containsExactly("team/api", "team/app");
        assertThat(vault.list("team/ap")).containsExactly("team/api", "team/app");
        assertThat(vault.list("team/sub/")).containsExactly("team/sub/deep");
        assertThat(vault.list("nothing/here/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../sys/seal", "a/../../b", "/a", "a/", "a//b", ".", "a\u0000b"})
    void aNameThatCouldLeadElsewhereIsRefusedBeforeAnythingIsSent(String name) {
        Vault vault = Scene.open(service);

        for (VaultException failure : List.of(
                catchThrowableOfType(VaultException.class, () -> vault.get(name)),
                catchThrowableOfType(
                        VaultException.class, () -> vault.put(name, Secret.of("x"), WriteCondition.always())))) {
            assertThat(failure.code()).isEqualTo(ErrorCode.VAULT_SETTINGS);
            assertThat(failure.hint().orElseThrow()).contains("secret");
        }
        assertThat(service.server().connections()).isZero();
    }

    @Test
    void aPrefixCannotLeadElsewhereEither() {
        assertThatThrownBy(() -> Scene.open(service).list("../../sys/"))
                .isInstanceOfSatisfying(
                        VaultException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VAULT_SETTINGS));
        assertThat(service.server().connections()).isZero();
    }

    @Test
    void aDeletedVersionIsNotFoundAndCanBeWrittenAgain() {
        Vault vault = Scene.open(service);
        service.store("key", "old");
        service.delete("key");

        SecretNotFoundException failure = catchThrowableOfType(SecretNotFoundException.class, () -> vault.get("key"));
        assertThat(failure).hasMessageStartingWith("Secret 'key' not found in Vault");
        assertThat(vault.put("key", Secret.of("new"), new WriteCondition.Absent()))
                .isEqualTo("2");
        assertThat(vault.get("key").value()).isEqualTo(Secret.of("new"));
    }

    @Test
    void aWriteKeepsTheOtherFieldsAsTheyAre() {
        service.storeFields("secret", "key", "{\"owner\":\"team\",\"rate\":1.50,\"value\":\"old\",\"tags\":[1,null]}");

        var unused = Scene.open(service).put("key", Secret.of("new"), WriteCondition.always());

        assertThat(service.storedFields("secret", "key"))
                .contains("{\"owner\":\"team\",\"rate\":1.50,\"value\":\"new\",\"tags\":[1,null]}");
    }

    @Test
    void aKeyInAFieldOfItsOwnIsReplacedThereAndOnlyByItsName() {
        String named = "DOTENV_PRIVATE_KEY_PRODUCTION";
        service.storeFields("secret", "key", "{\"" + named + "\":\"old\",\"note\":\"x\"}");
        Vault vault = Scene.open(service);

        VaultException failure = fails(
                () -> vault.put("key", Secret.of("canary-bare"), WriteCondition.always()), ErrorCode.VAULT_FAILED);
        assertThat(failure.hint().orElseThrow()).contains("DOTENV_PRIVATE_KEY_<ENVIRONMENT>=");
        assertThat(failure).hasMessageNotContaining("canary");

        var unused = vault.put("key", Secret.of(named + "=new"), WriteCondition.always());
        assertThat(service.storedFields("secret", "key")).contains("{\"" + named + "\":\"new\",\"note\":\"x\"}");
        assertThat(vault.get("key").value()).isEqualTo(Secret.of(named + "=new"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"note\":\"x\"}", "{\"DOTENV_PRIVATE_KEY_STAGING\":\"x\"}", "{\"value\":\"old\"}"})
    void aPushIsRecognisedAmongTheOtherFields(String stored) {
        service.storeFields("secret", "key", stored);
        String line = "DOTENV_PRIVATE_KEY_PRODUCTION=" + "0a".repeat(32);

        assertThat(new VerifiedWrite(Scene.open(service))
                        .put("key", Secret.of(line))
                        .version())
                .isEqualTo("2");
    }

    @Test
    void aPushThatSomebodyElseReplacesAtOnceIsNoticed() {
        service.storeFields("secret", "key", "{\"note\":\"x\"}");
        service.server().onlyFor(service::writes);
        service.server().next((exchange, regular) -> {
            Answer answer = regular.get();
            service.storeFields("secret", "key", "{\"note\":\"x\",\"value\":\"" + "0b".repeat(32) + "\"}");
            exchange.answer(answer);
        });

        assertThatThrownBy(() -> new VerifiedWrite(Scene.open(service)).put("key", Secret.of("0a".repeat(32))))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRITE_CONFLICT));
    }

    @Test
    void aChangeBetweenReadAndWriteIsReportedAndNotOverwritten() {
        service.store("key", "old");
        service.server().onlyFor(service::writes);
        service.server().next((exchange, regular) -> {
            service.store("key", "somebody else's");
            exchange.answer(regular.get());
        });

        assertThatThrownBy(() -> Scene.open(service).put("key", Secret.of("ours"), WriteCondition.always()))
                .isInstanceOf(WriteConflictException.class);
        assertThat(service.stored("key")).contains("somebody else's");
    }

    @Test
    void aBadRequestThatIsNoConflictIsNotTakenForOne() {
        service.server().onlyFor(service::writes);
        service.server().always(Fault.answering(Answer.json(400, "{\"errors\":[\"no data provided\"]}")));

        VaultException failure = catchThrowableOfType(
                VaultException.class, () -> Scene.open(service).put("key", Secret.of("x"), WriteCondition.always()));
        assertThat(failure).isNotInstanceOf(WriteConflictException.class);
        assertThat(failure.code()).isEqualTo(ErrorCode.VAULT_FAILED);
    }

    @Test
    void anEngineOfVersionOneIsFoundOutOnce() {
        service.mounting("old", 1);
        service.storeFields("old", "a", "{\"value\":\"1\"}");
        service.storeFields("old", "b", "{\"value\":\"2\"}");
        Vault vault = Scene.open(service, Scene.WITH_TOKEN, "mount", "old");

        assertThat(vault.get("a").value()).isEqualTo(Secret.of("1"));
        assertThat(vault.get("b").value()).isEqualTo(Secret.of("2"));
        assertThat(vault.get("a").version()).isEmpty();
        assertThat(vault.list("")).containsExactly("a", "b");
        assertThat(service.server().requests()).hasSize(1 + 1 + 4);
    }

    @Test
    void anEngineOfVersionOneThatIsConfiguredIsLookedUpOnlyWhereASecretIsMissing() {
        service.mounting("old", 1);
        service.storeFields("old", "a", "{\"value\":\"1\"}");
        Vault vault = Scene.open(service, Scene.WITH_TOKEN, "mount", "old", "kv_version", "1");

        assertThat(vault.get("a").value()).isEqualTo(Secret.of("1"));
        assertThat(service.server().requests()).hasSize(1);
        assertThatThrownBy(() -> vault.get("missing")).isInstanceOf(SecretNotFoundException.class);
        assertThat(service.server().requests()).hasSize(3);
    }

    @ParameterizedTest(name = "an engine of version {0}, configured as {1}")
    @CsvSource({"1, 2", "2, 1"})
    void anEngineOfAnotherVersionThanConfiguredIsNamed(int engine, String configured) {
        service.mounting("old", engine);
        service.storeFields("old", "a", "{\"value\":\"1\"}");
        Vault vault = Scene.open(service, Scene.WITH_TOKEN, "mount", "old", "kv_version", configured);

        assertThatThrownBy(() -> vault.get("a"))
                .hasMessageContaining(
                        "the key-value engine at old is of version " + engine + ", and kv_version says " + configured);
    }

    @ParameterizedTest(name = "{0} times 412: {1}")
    @CsvSource({"1, required index state not present", "3, required index state not present"})
    void aStandbyThatLagsBehindIsAskedAgain(int times, String error) {
        service.storeFields("secret", "a", "{\"value\":\"1\"}");
        Fault lag = Fault.answering(Answer.json(412, "{\"errors\":[\"" + error + "\"]}"));
        service.server().next(Collections.nCopies(times, lag).toArray(Fault[]::new));

        assertThat(Scene.open(service).get("a").value()).isEqualTo(Secret.of("1"));
    }

    @Test
    void anyOther412IsFinal() {
        service.server().always(Fault.answering(Answer.json(412, "{\"errors\":[\"no\"]}")));

        assertThatThrownBy(() -> Scene.open(service).get("a")).hasMessageContaining("HTTP status 412");
        assertThat(service.server().requests()).hasSize(1);
    }

    @Test
    void aDeletedVersionIsNoSecretThatNeverWas() {
        service.server()
                .always(
                        Fault.answering(
                                Answer.json(
                                        404,
                                        "{\"data\":{\"data\":null,\"metadata\":{\"version\":3,\"deletion_time\":\"2026-01-01T00:00:00Z\",\"destroyed\":false}}}")));

        assertThatThrownBy(() -> Scene.open(service).get("a"))
                .isInstanceOf(SecretNotFoundException.class)
                .hasMessageContaining("it exists, and its latest version 3 is deleted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/v1/", "/", ""})
    void anAddressMayEndAsTheInterfaceDoes(String end) {
        service.storeFields("secret", "a", "{\"value\":\"1\"}");
        Vault vault = Scene.open(service.server().uri(end), Scene.WITH_TOKEN);

        assertThat(vault.get("a").value()).isEqualTo(Secret.of("1"));
    }

    @Test
    void aMapOfVersionOneThatLooksLikeVersionTwoIsNot() {
        service.mounting("old", 1);
        service.storeFields("old", "data/a", "{\"value\":\"of data/a\"}");
        service.storeFields("old", "a", "{\"value\":\"of a\"}");

        assertThat(Scene.open(service, Scene.WITH_TOKEN, "mount", "old")
                        .get("a")
                        .value())
                .isEqualTo(Secret.of("of a"));
    }

    @Test
    void manyMissingSecretsCostOneLookUp() {
        Vault vault = Scene.open(service);

        assertThat(vault.getMany(List.of("a", "b", "c")).values())
                .allSatisfy(read ->
                        assertThat(((VaultRead.Failed) read).failure()).isInstanceOf(SecretNotFoundException.class));
        assertThat(service.server().requests()).hasSize(3 + 1);
    }

    @Test
    void aMountThatIsNotThereHoldsNoSecret() {
        VaultException failure = catchThrowableOfType(
                VaultException.class,
                () -> Scene.open(service, Scene.WITH_TOKEN, "mount", "nope").get("key"));

        assertThat(failure).isInstanceOf(SecretNotFoundException.class);
        assertThat(failure.hint().orElseThrow()).contains("vault kv list nope");
    }

    @Test
    void aTokenThatMayNotIsToldFromOneThatIsUnknown() {
        service.store("key", "x");
        Vault powerless = Scene.open(service, POWERLESS);
        VaultException denied = catchThrowableOfType(VaultException.class, () -> powerless.get("key"));
        assertThat(denied.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(denied).hasMessageContaining("permission denied");
        powerless.probe();

        service.expire(FakeVault.TOKEN);
        Vault unknown = Scene.open(service);
        for (VaultException failure : List.of(
                catchThrowableOfType(VaultException.class, unknown::probe),
                catchThrowableOfType(VaultException.class, () -> unknown.get("key")),
                catchThrowableOfType(VaultException.class, () -> unknown.list("")))) {
            assertThat(failure.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
            assertThat(failure).hasMessageContaining("token is invalid or expired");
            assertThat(failure.hint().orElseThrow()).contains("vault login", "VAULT_TOKEN");
        }
    }

    @Test
    void aTokenThatMayNotLookAtItselfIsNoUnknownOne() {
        service.store("key", "x");
        Vault blind = Scene.open(service, Map.of("VAULT_TOKEN", FakeVault.BLIND_TOKEN));
        blind.probe();
        assertThat(blind.get("key").value()).isEqualTo(Secret.of("x"));

        service.server().onlyFor(service::reads);
        service.server().always(Fault.answering(service.refusal(403)));
        VaultException denied = catchThrowableOfType(VaultException.class, () -> blind.get("key"));
        assertThat(denied.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(denied.hint().orElseThrow()).contains("read below secret/");
    }

    @ParameterizedTest
    @CsvSource({"'{\"errors\":[\"Vault is sealed\"]}', Vault is sealed", "<html>, HTTP status 503"})
    void aSealedVaultIsSaidToBeSealed(String body, String reason) {
        service.server().always(Fault.answering(Answer.json(503, body).with("Retry-After", "100")));

        VaultException failure = fails(() -> Scene.open(service).get("key"), ErrorCode.VAULT_UNREACHABLE);
        assertThat(failure).hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"'', SECRET_NOT_FOUND", "<html>404</html>, MALFORMED_ANSWER"})
    void aPageThatIsNotFoundIsNoMissingSecret(String body, ErrorCode code) {
        service.server().onlyFor(service::reads);
        service.server().always(Fault.answering(Answer.json(404, body)));

        VaultException failure = fails(() -> Scene.open(service).get("key"), code);
    }

    @Test
    void aTokenThatMayNotIsLookedAtOnce() {
        Vault vault = Scene.open(service, POWERLESS);

        assertThat(vault.getMany(List.of("a", "b", "c", "d"))).hasSize(4);
        assertThat(service.server().requests().stream()
                        .filter(request -> request.path().endsWith("lookup-self")))
                .hasSize(1);
        assertThat(service.server().requests()).hasSize(4 + 2);
    }

    @Test
    void everyRequestNamesTheNamespace() throws IOException {
        try (FakeVault spaced = FakeVault.start(Optional.empty()).within("team/ns")) {
            spaced.store("key", "x");
            assertThat(Scene.open(spaced, Scene.WITH_TOKEN, "namespace", "team/ns")
                            .get("key")
                            .value())
                    .isEqualTo(Secret.of("x"));
            assertThatThrownBy(() -> Scene.open(spaced).get("key")).isInstanceOf(SecretNotFoundException.class);
        }
    }

    @Test
    void anAddressWithAPathIsKept() {
        service.server()
                .always(Fault.answering(
                        Answer.json(200, "{\"data\":{\"data\":{\"value\":\"x\"},\"metadata\":{\"version\":1}}}")));
        Vault vault = new HashicorpVaultProvider()
                .open(Scene.settings(service.server().uri("/behind/")), Scene.context(Scene.WITH_TOKEN));

        assertThat(vault.get("key").value()).isEqualTo(Secret.of("x"));
        assertThat(service.server().requests().getFirst().path()).isEqualTo("/behind/v1/secret/data/key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}",
                "[]",
                "null",
                "{\"data\":{}}",
                "{\"data\":{\"data\":{\"value\":\"x\"}}}",
                "{\"data\":{\"data\":{\"value\":\"x\"},\"metadata\":{\"version\":\"1\"}}} trailing",
                "{\"data\":{\"data\":{\"value\":\"x\"},\"metadata\":{\"version\":{}}}}",
            })
    void anAnswerOfAnotherFormIsMisunderstoodAndNotAMissingSecret(String body) {
        service.server().onlyFor(service::reads);
        service.server().always(Fault.answering(Answer.json(200, body)));

        VaultException failure = fails(() -> Scene.open(service).get("key"), ErrorCode.MALFORMED_ANSWER);
    }

    @Test
    void aListOfAnotherFormIsMisunderstood() {
        service.server().always(Fault.answering(Answer.json(200, "{\"data\":{\"keys\":\"a\"}}")));

        VaultException failure = fails(() -> Scene.open(service).list(""), ErrorCode.MALFORMED_ANSWER);
    }
}
