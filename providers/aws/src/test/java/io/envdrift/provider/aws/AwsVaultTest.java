package io.envdrift.provider.aws;

import static io.envdrift.provider.aws.AwsAccess.STRANGER;
import static io.envdrift.provider.aws.AwsAccess.USER;
import static io.envdrift.testkit.ContractErrors.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.testkit.Canary;
import io.envdrift.testkit.Fault;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.aws.AwsIdentity;
import io.envdrift.testkit.aws.SecretsManagerFake;
import io.envdrift.testserver.Answer;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsVaultTest {
    private static final WriteCondition ALWAYS = WriteCondition.always();

    @TempDir
    private Path home;

    private SecretsManagerFake service;
    private Vault vault;

    @BeforeEach
    void start() throws IOException {
        service = SecretsManagerFake.start(Optional.empty(), USER);
        vault = openAs(USER);
    }

    @AfterEach
    void stop() {
        vault.close();
        service.close();
    }

    private Vault openAs(AwsIdentity identity) {
        service.admit(identity);
        return AwsAccess.open(service, TestContext.of(AwsAccess.environment(identity), home));
    }

    private static VaultSecret secret(Map<String, VaultRead> reads, String name) {
        return ((VaultRead.Found) Objects.requireNonNull(reads.get(name))).secret();
    }

    private static String text(Map<String, VaultRead> reads, String name) {
        return secret(reads, name).value().reveal();
    }

    private static VaultException failure(Map<String, VaultRead> reads, String name) {
        return ((VaultRead.Failed) Objects.requireNonNull(reads.get(name))).failure();
    }

    @Test
    void aSecretIsReadByItsArnToo() {
        service.store("a/b", "value");
        String arn = service.arn("a/b");
        assertThat(vault.get(arn).value()).isEqualTo(Secret.of("value"));
        assertThat(vault.get(arn.substring(0, arn.length() - 7)).value()).isEqualTo(Secret.of("value"));
    }

    @Test
    void arnsAndNamesGoTogetherInOneBatch() {
        service.store("one", "1");
        service.store("two", "2");
        service.store("three", "3");
        String partial = service.arn("three").substring(0, service.arn("three").length() - 7);

        Map<String, VaultRead> reads =
                vault.getMany(List.of(service.arn("one"), "two", partial, "missing", service.arn("two")));

        assertThat(text(reads, service.arn("one"))).isEqualTo("1");
        assertThat(text(reads, "two")).isEqualTo("2");
        assertThat(text(reads, service.arn("two"))).isEqualTo("2");
        assertThat(text(reads, partial)).isEqualTo("3");
        assertThat(failure(reads, "missing")).isInstanceOf(SecretNotFoundException.class);
        assertThat(service.calls("BatchGetSecretValue")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"key=value, false", "'', false", "grüße, false"})
    void bytesThatAreTextAreText(String text, boolean binary) {
        service.storeBinary("x", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(vault.get("x").value()).isEqualTo(Secret.of(text));
        assertThat(vault.get("x").binary()).isEqualTo(binary);
    }

    @Test
    void otherBytesAreToldInBase64AndMarked() {
        service.storeBinary("x", "/wD+AA==");
        service.storeBinary("y", "/w==");
        assertThat(vault.get("x").value()).isEqualTo(Secret.of("/wD+AA=="));
        assertThat(vault.get("x").binary()).isTrue();
        assertThat(secret(vault.getMany(List.of("x", "y")), "y").binary()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"Name\":\"x\"}", "{}", "[]", "{\"SecretString\":\"a\"", ""})
    void anAnswerWithoutValueIsMalformed(String body) {
        service.server().always(Fault.answering(Answer.json(200, body)));
        fails(() -> vault.get("x"), ErrorCode.MALFORMED_ANSWER);
    }

    @Test
    void notFoundNamesTheRegion() {
        assertThatThrownBy(() -> vault.get("gone"))
                .isInstanceOf(SecretNotFoundException.class)
                .hasMessageMatching("Secret 'gone' not found in aws vault \\(region eu-central-1\\)");
    }

    @Test
    void aDeletedSecretIsNotFoundAndSaysHowItComesBack() {
        service.store("x", "value");
        service.store("y", "value");
        service.delete("x");
        SecretNotFoundException failure = catchThrowableOfType(SecretNotFoundException.class, () -> vault.get("x"));
        assertThat(failure).hasMessageContaining("deleted");
        assertThat(failure.hint().orElseThrow()).contains("restore-secret");
        assertThat(failure(vault.getMany(List.of("x", "y")), "x")).hasMessageContaining("deleted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "You tried to \\n perform the operation on a secret that's currently marked deleted.",
                "You can't perform this operation on the secret because it was marked for deletion.",
                "You can't create this secret because a secret with this name is already scheduled for deletion."
            })
    void aDeletedSecretIsKnownByEveryWordingOfIt(String message) {
        String body = "{\"__type\":\"InvalidRequestException\",\"Message\":\"" + message + "\"}";
        service.server().always(Fault.answering(Answer.json(400, body)));
        assertThatThrownBy(() -> vault.get("x"))
                .isInstanceOf(SecretNotFoundException.class)
                .hasMessageContaining("deleted");
    }

    @Test
    void aSecretThatIsThrottledWithinABatchIsReadAgain() {
        service.store("a", "1");
        service.store("b", "2");
        service.server()
                .next(
                        Fault.answering(
                                Answer.json(
                                        200,
                                        "{\"SecretValues\":[],\"Errors\":[{\"SecretId\":\"a\",\"ErrorCode\":\"ThrottlingException\"}]}")));
        Map<String, VaultRead> reads = vault.getMany(List.of("a", "b"));
        assertThat(text(reads, "a") + text(reads, "b")).isEqualTo("12");
    }

    @Test
    void singleReadsInPlaceOfABatchAreNoMoreAtOnceThanTheUserAllows() {
        service.lacks("BatchGetSecretValue");
        List<String> names = IntStream.range(0, 8).mapToObj(i -> "s" + i).toList();
        names.forEach(name -> service.store(name, "x"));
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        service.server().always((exchange, regular) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            exchange.pause(30);
            now.decrementAndGet();
            exchange.answer(regular.get());
        });
        try (Vault slow =
                AwsAccess.open(service, TestContext.reading(2, TestContext.of(AwsAccess.environment(USER), home)))) {
            assertThat(names)
                    .allSatisfy(
                            name -> assertThat(text(slow.getMany(names), name)).isEqualTo("x"));
        }
        assertThat(most).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void aHundredSecretsTakeFiveRequests() {
        List<String> names = IntStream.range(0, 100).mapToObj(i -> "s" + i).toList();
        names.forEach(name -> service.store(name, "value of " + name));
        Map<String, VaultRead> reads = vault.getMany(names);
        assertThat(names).allSatisfy(name -> assertThat(text(reads, name)).isEqualTo("value of " + name));
        assertThat(service.server().requests()).hasSize(5);
    }

    @Test
    void anIdentityWithoutTheRightToBatchesReadsSecretsSideBySide() {
        try (Vault limited = openAs(STRANGER.without("BatchGetSecretValue"))) {
            assertReadsFortySideBySide(limited);
            assertThat(service.calls("BatchGetSecretValue")).isEqualTo(1);
        }
    }

    @Test
    void aServiceWithoutBatchesIsReadSideBySide() {
        service.lacks("BatchGetSecretValue");
        assertReadsFortySideBySide(vault);
        assertThat(service.calls("BatchGetSecretValue")).isEqualTo(1);
    }

    private void assertReadsFortySideBySide(Vault reader) {
        List<String> names = IntStream.range(0, 40).mapToObj(i -> "s" + i).toList();
        names.subList(1, 40).forEach(name -> service.store(name, "value of " + name));
        service.server().always(Fault.delayed(Duration.ofMillis(500)));
        long start = System.nanoTime();
        Map<String, VaultRead> reads = reader.getMany(names);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("one after the other would take 20 s, side by side 1.5 s")
                .isLessThan(Duration.ofSeconds(15));
        assertThat(failure(reads, "s0")).isInstanceOf(SecretNotFoundException.class);
        assertThat(names.subList(1, 40))
                .allSatisfy(name -> assertThat(text(reads, name)).isEqualTo("value of " + name));
    }

    @Test
    void anImpossibleNameSpoilsNoBatch() {
        service.store("a", "1");
        service.store("b", "2");
        Map<String, VaultRead> reads = vault.getMany(List.of("a", "no name", "b", "x".repeat(513), ""));
        assertThat(text(reads, "a")).isEqualTo("1");
        assertThat(text(reads, "b")).isEqualTo("2");
        assertThat(reads).hasSize(5);
        assertThat(failure(reads, "no name").code()).isEqualTo(ErrorCode.VAULT_SETTINGS);
        assertThat(service.server().requests()).hasSize(1);
    }

    @Test
    void aBatchThatFailsAsAWholeFailsEachSecretByName() {
        service.server().always(Fault.answering(service.refusal(401)));
        Map<String, VaultRead> reads = vault.getMany(List.of("a", "b"));
        assertThat(List.of("a", "b")).allSatisfy(name -> {
            assertThat(failure(reads, name)).hasMessageContaining("'" + name + "'");
            assertThat(failure(reads, name).code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
        });
        assertThat(service.server().requests()).hasSize(1);
    }

    @Test
    void aBatchThatLeavesANameOutIsCompletedBySingleReads() {
        service.store("a", "1");
        service.store("b", "2");
        service.server().next(Fault.answering(Answer.json(200, "{\"SecretValues\":[],\"Errors\":[]}")));
        Map<String, VaultRead> reads = vault.getMany(List.of("a", "b"));
        assertThat(text(reads, "a") + text(reads, "b")).isEqualTo("12");
        assertThat(service.calls("GetSecretValue")).isEqualTo(2);
    }

    @Test
    void theListGoesThroughAllPages() {
        List<String> names = IntStream.range(100, 160).mapToObj(i -> "n/" + i).toList();
        names.forEach(name -> service.store(name, "x"));
        service.store("other", "x");
        assertThat(vault.list("n/")).containsExactlyElementsOf(names);
        assertThat(service.calls("ListSecrets")).isGreaterThan(8);
        assertThat(vault.list("!n")).isEmpty();
        assertThat(vault.list("n 1")).isEmpty();
    }

    @Test
    void aListThatNeverEndsIsMalformed() {
        service.server().always(Fault.answering(Answer.json(200, "{\"SecretList\":[],\"NextToken\":\"t\"}")));
        fails(() -> vault.list(""), ErrorCode.MALFORMED_ANSWER);
        assertThat(service.server().requests()).hasSize(2);
    }

    @Test
    void anIdentityThatMayOnlyUpdateUpdates() {
        service.store("x", "old");
        try (Vault limited = openAs(STRANGER.without("CreateSecret", "GetSecretValue"))) {
            limited.put("x", Secret.of("new"), ALWAYS);
            assertThat(service.stored("x")).contains("new");
            assertDenied(limited, "y", "secretsmanager:CreateSecret");
            assertThat(service.stored("y")).isEmpty();
        }
    }

    @Test
    void aDeniedUpdateIsSaidAndNotTakenForAMissingSecret() {
        service.store("x", "old");
        try (Vault limited = openAs(STRANGER.without("PutSecretValue"))) {
            assertDenied(limited, "x", "secretsmanager:PutSecretValue");
            assertThat(service.calls("CreateSecret")).isZero();
        }
    }

    private static void assertDenied(Vault limited, String name, String permission) {
        VaultException failure =
                fails(() -> limited.put(name, Secret.of("canary/new+value"), ALWAYS), ErrorCode.ACCESS_DENIED);
        assertThat(failure.hint().orElseThrow()).contains(permission);
        new Canary("canary/new+value").assertAbsentFrom(failure);
    }

    @Test
    void aNewSecretIsCreatedWithItsVersion() {
        String version = vault.put("x", Secret.of("value"), ALWAYS);
        assertThat(vault.get("x")).isEqualTo(VaultSecret.text("value", version));
        assertThat(vault.put("y", Secret.of("value"), new WriteCondition.Absent()))
                .isNotEqualTo(version);
    }

    @Test
    void aSecretWithoutAnyValueCountsAsAbsent() {
        service.storeWithoutValue("x");
        assertThatThrownBy(() -> vault.get("x")).isInstanceOf(SecretNotFoundException.class);
        vault.put("x", Secret.of("first"), new WriteCondition.Absent());
        assertThat(service.stored("x")).contains("first");
    }

    @Test
    void aDeletedSecretIsNotWrittenTo() {
        service.store("x", "old");
        service.delete("x");
        for (WriteCondition condition : List.of(ALWAYS, new WriteCondition.Absent())) {
            assertThatThrownBy(() -> vault.put("x", Secret.of("new"), condition))
                    .isInstanceOf(VaultException.class)
                    .isNotInstanceOf(WriteConflictException.class)
                    .hasMessageContaining("deleted");
        }
        assertThat(service.stored("x")).contains("old");
    }

    /** Read alone and in a batch, by name and by ARN. */
    @Test
    void aSecretWithoutAValueIsToldApartFromNone() {
        service.storeWithoutValue("x");
        service.store("y", "1");

        for (String name : List.of("x", service.arn("x"))) {
            assertThatThrownBy(() -> vault.get(name)).as(name).hasMessageContaining("exists, and has no value");
            assertThat(failure(vault.getMany(List.of(name, "y")), name))
                    .hasMessageContaining("exists, and has no value");
        }
        assertThat(vault.getMany(List.of("missing", "y")).get("missing"))
                .isInstanceOfSatisfying(
                        VaultRead.Failed.class,
                        read -> assertThat(read.failure()).hasMessageContaining("not found"));
    }

    @Test
    void anArnThatIsGoneIsNotCreated() {
        service.store("x", "old");
        String arn = service.arn("x").replace("secret:x-", "secret:y-");
        assertThatThrownBy(() -> vault.put(arn, Secret.of("new"), ALWAYS)).isInstanceOf(SecretNotFoundException.class);
        assertThat(service.calls("CreateSecret")).isZero();
    }

    @Test
    void aWriteThatIsRepeatedAfterAnErrorOfTheServiceKeepsItsToken() {
        service.store("x", "old");
        service.server().onlyFor(service::writes);
        service.server().next(Fault.answering(service.refusal(503)), Fault.answering(service.refusal(500)));
        String version = vault.put("x", Secret.of("new"), ALWAYS);
        List<String> bodies = service.server().requests().stream()
                .filter(service::writes)
                .map(request -> request.text())
                .distinct()
                .toList();
        assertThat(bodies).hasSize(1);
        assertThat(bodies.getFirst()).contains("\"ClientRequestToken\":\"" + version + "\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_537})
    void aValueThatTheServiceDoesNotTakeIsNotSent(int length) {
        assertThat(fails(() -> vault.put("x", Secret.of("v".repeat(length)), ALWAYS), ErrorCode.VAULT_SETTINGS))
                .hasMessageContaining("'x'");
        assertThat(service.server().requests()).isEmpty();
    }

    @Test
    void aProbeNeedsNoRightAtAll() {
        try (Vault limited = openAs(STRANGER.without("*"))) {
            limited.probe();
        }
    }

    @Test
    void aProbeFailsForAnUnknownIdentity() {
        Vault unknown = AwsAccess.open(service, TestContext.of(AwsAccess.environment(STRANGER), home));
        assertThat(fails(unknown::probe, ErrorCode.NOT_AUTHENTICATED))
                .hasMessageContaining("UnrecognizedClientException");
        unknown.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, ExpiredTokenException, NOT_AUTHENTICATED",
        "400, InvalidSignatureException, NOT_AUTHENTICATED",
        "403, '', ACCESS_DENIED",
        "400, AccessDeniedException, ACCESS_DENIED",
        "400, DecryptionFailure, ACCESS_DENIED",
        "400, ThrottlingException, THROTTLED",
        "400, InvalidParameterException, VAULT_FAILED",
        "418, '', VAULT_FAILED",
        "404, '', VAULT_FAILED",
        "404, UnknownOperationException, VAULT_FAILED",
        "302, '', VAULT_UNREACHABLE",
        "400, 'line\\nbreak canary/x+y', VAULT_FAILED",
    })
    void theNameOfAnErrorSaysMoreThanItsStatus(int status, String name, ErrorCode code) {
        String body = "{\"__type\":\"" + name + "\",\"Message\":\"canary/x+y\"}";
        service.server().always(Fault.answering(Answer.json(status, body).with("Retry-After", "100")));
        VaultException failure = fails(() -> vault.get("x"), code);
        new Canary("canary/x+y").assertAbsentFrom(failure);
    }
}
