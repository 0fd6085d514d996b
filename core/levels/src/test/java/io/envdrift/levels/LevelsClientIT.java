package io.envdrift.levels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.levels.merge.LevelContent;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.ProofKind;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.LevelsStub;
import io.envdrift.testserver.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client against a server that answers as the original does. */
class LevelsClientIT {
    private static final LevelPath PRODUCTION = LevelPath.parse("acme/backend/production");

    @TempDir
    Path home;

    private Scene scene;
    private Levels levels;

    @BeforeEach
    void start() throws IOException {
        scene = new Scene(home);
        levels = scene.open();
    }

    @AfterEach
    void stop() throws IOException {
        scene.close();
    }

    @Test
    void threeLevelsAreMergedAndEachValueRemembersWhereItComesFrom() {
        Scene.push(levels, "acme", "A=project\nB=project\nC=project\n");
        Scene.push(levels, "acme/backend", "B=target\nC=target\n");
        Scene.push(levels, "acme/backend/production", "C=\n");
        PulledLevels pulled = levels.pull("acme/backend/production");
        assertThat(pulled.values()).isEqualTo(Map.of("A", "project", "B", "target", "C", ""));
        assertThat(pulled.merged().chain("C").stream().map(each -> each.level().toString()))
                .containsExactly("acme", "acme/backend", "acme/backend/production");
        assertThat(levels.pull("acme/backend").values()).containsEntry("C", "target");
        assertThat(pulled.levelOnly().values()).isEqualTo(Map.of("C", ""));
        assertThat(pulled.toString()).doesNotContain("project=").doesNotContain("C=");
    }

    /** B3: what the original's SDK sends, and where. What is ours comes behind it. */
    @Test
    void theRequestsAreThoseOfTheOriginal() {
        Scene.push(levels, "acme/backend", "A=1\n");
        List<ReceivedRequest> requests = scene.server.requests();
        String root = "/api/v1/" + LevelsStub.ORGANIZATION;
        assertThat(requests.stream().map(request -> request.method() + " " + request.target()))
                .contains(
                        "GET " + root + "/acme/encryption-key",
                        "GET " + root + "/acme/backend/secrets",
                        "POST " + root + "/secrets/store");
        assertThat(requests).allSatisfy(request -> {
            assertThat(request.header("Authorization")).contains("Bearer " + LevelsStub.TOKEN);
            assertThat(request.header("Accept")).contains("application/json");
            assertThat(request.header("X-API-Version")).contains("1");
            assertThat(request.header("Content-Type").isPresent()).isEqualTo(request.body().length > 0);
        });
        String content = scene.server.stored("acme/backend").content();
        assertThat(requests.getLast().text())
                .isEqualTo("{\"project\":\"acme\",\"target\":\"backend\",\"content\":\"" + content
                        + "\",\"key_proof\":\"" + Scene.proof(Scene.PASSPHRASE, ProofKind.V2)
                        + "\",\"expected_version\":0,\"variable_count\":1}");
    }

    @Test
    void whatTheOriginalWroteIsRead() {
        scene.clientKey(Scene.PASSPHRASE, ProofKind.V1, 1);
        scene.storeForeign(Scene.PASSPHRASE, "acme", "# comment\nA=1\n");
        assertThat(levels.pull("acme").values()).isEqualTo(Map.of("A", "1"));
        assertThat(scene.warnings).isEmpty();
    }

    @Test
    void aServerManagedKeyIsAskedFor() {
        scene.server.key(Scene.serverKey("c4n4ry server key", 1), null);
        Levels plain = scene.open(scene.builder());
        Scene.push(plain, "acme", "A=1\n");
        assertThat(plain.pull("acme").values()).isEqualTo(Map.of("A", "1"));
        assertThat(scene.server.requests().getLast().text()).doesNotContain("key_proof");
    }

    @Test
    void aKeyIsAskedForOnceAndOnlyWhereItIsNeeded() {
        int[] asked = {0};
        Levels asking = scene.open(scene.builder().clientKey(ClientKey.asking(question -> {
            asked[0]++;
            assertThat(question).isEqualTo("Client key of 'acme': ");
            return java.util.Optional.of(Secret.of("  " + Scene.PASSPHRASE + "\n"));
        })));
        Scene.push(asking, "acme", "A=1\n");
        assertThat(asking.pull("acme").values()).containsEntry("A", "1");
        assertThat(asked[0]).isEqualTo(1);
        Levels without = scene.open(scene.builder());
        assertThatThrownBy(() -> without.pull("acme")).isInstanceOfSatisfying(EnvdriftException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.VAULT_SETTINGS);
            assertThat(e.getMessage()).contains("client-managed");
        });
    }

    /** The file goes before the key itself, as on the command line, and is read only when a project needs it. */
    @Test
    void aKeyComesFromTheFileThatTheEnvironmentNames() throws IOException {
        Path file = home.resolve("key");
        Levels fromFile = scene.open(scene.builder()
                .environment(Map.of(ClientKey.FILE_VARIABLE, file.toString(), ClientKey.VARIABLE, "another key")));
        assertThatThrownBy(() -> Scene.push(fromFile, "acme", "A=1\n"))
                .isInstanceOfSatisfying(EnvdriftException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.VAULT_SETTINGS);
                    assertThat(e.getMessage()).contains(ClientKey.FILE_VARIABLE, "not there");
                });
        Files.writeString(file, Scene.PASSPHRASE + "\n");
        Scene.push(fromFile, "acme", "A=1\n");
        assertThat(levels.pull("acme").values()).containsEntry("A", "1");
    }

    @Test
    void aPullOfNothingFailsAndNamesWhereItLooked() {
        assertThatThrownBy(() -> levels.pull(PRODUCTION)).isInstanceOfSatisfying(EnvdriftException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.SECRET_NOT_FOUND);
            assertThat(e.getMessage()).contains("acme, acme/backend, acme/backend/production");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "401, unauthenticated, NOT_AUTHENTICATED",
        "403, insufficient_permissions, ACCESS_DENIED",
        "404, not_found, SECRET_NOT_FOUND",
        "409, rotation_in_progress, WRITE_CONFLICT",
        "422, no_active_encryption_key, VAULT_FAILED",
        "400, client_managed_encryption, VAULT_FAILED"
    })
    void everyRefusalHasItsErrorAndItsWord(int status, String word, ErrorCode code) {
        scene.server.disturb(exchange -> exchange.answer(LevelsStub.error(status, word, "It says no.")));
        assertThatThrownBy(() -> levels.pull("acme")).isInstanceOfSatisfying(LevelsException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.status()).hasValue(status);
            assertThat(e.refusal().orElseThrow().word()).isEqualTo(word);
            assertThat(e.getMessage()).contains("(" + status + "): It says no.");
            assertThat(e.hint()).isPresent();
        });
    }

    @Test
    void anInvalidMemberIsTold() {
        scene.server.disturb(exchange -> exchange.answer(Answer.json(
                422, "{\"message\":\"The given data was invalid.\",\"errors\":{\"project\":[\"is missing\"]}}")));
        assertThatThrownBy(() -> levels.pull("acme"))
                .hasMessageContaining("The given data was invalid. (project: is missing)");
    }

    @Test
    void anAnswerOfSomethingElseIsSaidToBeNone() {
        for (String body : List.of("<html>", "{}", "[]", "{\"data\":{\"attributes\":{\"content\":\"no json\"}}}")) {
            scene.server.disturb(exchange -> exchange.answer(Answer.json(200, body)));
            assertThatThrownBy(() -> levels.pull("acme"))
                    .isInstanceOfSatisfying(
                            EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_ANSWER));
        }
    }

    @Test
    void aLostAnswerOfAWriteIsLookedUpAndNothingIsWrittenTwice() {
        scene.server.versions();
        PulledLevels before = levels.read(LevelPath.parse("acme"));
        AtomicBoolean lost = new AtomicBoolean();
        scene.server.disturb(exchange -> {
            Answer answer = scene.server.answer(exchange.request());
            if (exchange.request().method().equals("POST") && lost.compareAndSet(false, true)) {
                exchange.reset();
            } else {
                exchange.answer(answer);
            }
        });
        assertThat(levels.write(before, "A=1\n", false)).hasValue(1);
        assertThat(scene.server.stored("acme").version()).isEqualTo(1);
    }

    @Test
    void theCacheAnswersWhenTheServerIsAwayAndHoldsNoPlaintext() throws IOException {
        Scene.push(levels, "acme", "A=c4n4ry-value\n");
        assertThat(levels.pull("acme").cached()).isFalse();
        scene.server.disturb(exchange -> exchange.answer(Answer.json(503, "{\"message\":\"down\"}")));
        PulledLevels cached = levels.pull("acme");
        assertThat(cached.cached()).isTrue();
        assertThat(cached.values()).isEqualTo(Map.of("A", "c4n4ry-value"));
        assertThat(scene.warnings).anyMatch(warning -> warning.contains("those of the last pull"));
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain("c4n4ry");
            }
        }
        int before = scene.server.requests().size();
        assertThat(levels.pullCached(LevelPath.parse("acme")).values()).hasSize(1);
        assertThat(scene.server.requests()).hasSize(before);
        Levels wrong = scene.open(scene.builder().clientKey(ClientKey.of(Secret.of("another key"))));
        assertThatThrownBy(() -> wrong.pullCached(LevelPath.parse("acme"))).hasMessageContaining("no cache");
    }

    @Test
    void aCacheThatIsTooOldDoesNotAnswer() {
        Instant now = Instant.parse("2026-11-29T00:00:00Z");
        Instant[] clock = {now};
        Levels timed = scene.open(scene.builder()
                .clientKey(ClientKey.of(Secret.of(Scene.PASSPHRASE)))
                .clock(() -> clock[0])
                .maxCacheAge(Duration.ofMinutes(15)));
        Scene.push(timed, "acme", "A=1\n");
        assertThat(timed.pull("acme").values()).hasSize(1);
        clock[0] = now.plus(Duration.ofMinutes(15));
        assertThat(timed.pullCached(LevelPath.parse("acme")).values()).hasSize(1);
        clock[0] = now.plus(Duration.ofMinutes(15)).plusMillis(1);
        assertThatThrownBy(() -> timed.pullCached(LevelPath.parse("acme"))).hasMessageContaining("no cache");
    }

    @Test
    void aServerManagedProjectLeavesNoCache() throws IOException {
        scene.server.key(Scene.serverKey("c4n4ry server key", 1), null);
        Levels plain = scene.open(scene.builder());
        Scene.push(plain, "acme", "A=c4n4ry-value\n");
        assertThat(plain.pull("acme").values()).hasSize(1);
        assertThatThrownBy(() -> plain.pullCached(LevelPath.parse("acme"))).hasMessageContaining("no cache");
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain("c4n4ry");
            }
        }
    }

    @Test
    void aWatchTellsTheNamesThatChanged() throws InterruptedException {
        Scene.push(levels, "acme", "A=1\nB=1\n");
        PulledLevels first = levels.pull("acme");
        BlockingQueue<List<String>> changes = new ArrayBlockingQueue<>(4);
        try (LevelsWatch watch = levels.watch(
                first.path(), first, Duration.ofMillis(5), (names, now) -> changes.add(names), failure -> {})) {
            Scene.push(levels, "acme", "A=1\nB=2\nC=1\n");
            assertThat(changes.poll(60, TimeUnit.SECONDS)).containsExactly("B", "C");
        }
    }

    @Test
    void aJsonProjectIsMergedToo() {
        scene.server.format("json");
        scene.storeForeign(Scene.PASSPHRASE, "acme", "{\"A\":\"1\",\"B\":\"x y\"}");
        assertThat(levels.pull("acme").values()).isEqualTo(Map.of("A", "1", "B", "x y"));
        String changed = LevelEdit.set(levels.pull("acme").deepest().orElseThrow(), "A", "2");
        Scene.push(levels, "acme", changed);
        assertThat(levels.pull("acme").values()).isEqualTo(Map.of("A", "2", "B", "x y"));
        scene.storeForeign(Scene.PASSPHRASE, "acme", "{\"A\":1}");
        assertThatThrownBy(() -> levels.pull("acme")).hasMessageContaining("level 'acme' cannot be read");
    }

    @Test
    void theFirstValueOfALevelIsSetInBothFormats() {
        for (String format : List.of("env", "json")) {
            LevelContent empty = LevelContent.empty(LevelPath.parse("acme"), format);
            LevelContent set = LevelContent.of(empty.level(), format, LevelEdit.set(empty, "A", "1"));
            assertThat(set.values()).singleElement().satisfies(value -> {
                assertThat(value.name()).isEqualTo("A");
                assertThat(value.value()).isEqualTo("1");
            });
        }
    }

    @Test
    void whatIsSentInBatchesFitsAndKeepsItsOrder() {
        List<Integer> sizes = List.of(500_000, 30_000, 1, 900_000, 2, 3);
        assertThat(Batches.of(sizes, Integer::longValue))
                .containsExactly(List.of(500_000), List.of(30_000, 1), List.of(900_000), List.of(2, 3));
        assertThat(Batches.of(List.<Integer>of(), Integer::longValue)).containsExactly(List.of());
    }

    @Test
    void otherFormatsAreStoredButNotMerged() {
        scene.server.format("yaml");
        scene.storeForeign(Scene.PASSPHRASE, "acme", "a: 1");
        assertThatThrownBy(() -> levels.pull("acme"))
                .hasMessageContaining("format yaml, which is stored but not merged");
    }

    @Test
    void singleValuesAreChangedAndAllElseStays() {
        Scene.push(levels, "acme", "# why\nA=1\n\nexport B='2' # two\n");
        PulledLevels before = levels.read(LevelPath.parse("acme"));
        LevelContent content = before.deepest().orElseThrow();
        assertThat(LevelEdit.set(content, "B", "it's $HOME"))
                .isEqualTo("# why\nA=1\n\nexport B=\"it's $HOME\" # two\n");
        assertThat(LevelEdit.set(content, "C", "3")).isEqualTo("# why\nA=1\n\nexport B='2' # two\nC=3\n");
        assertThat(LevelEdit.unset(content, "A")).isEqualTo("# why\n\nexport B='2' # two\n");
        assertThatThrownBy(() -> LevelEdit.unset(content, "X")).hasMessageContaining("has no X");
        assertThatThrownBy(() -> LevelEdit.set(content, "a-b", "x")).hasMessageContaining("name of a variable");
    }
}
