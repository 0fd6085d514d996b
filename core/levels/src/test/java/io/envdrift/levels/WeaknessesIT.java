package io.envdrift.levels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.levels.merge.LevelContent;
import io.envdrift.levels.protocol.KeyParameters;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.ProofKind;
import io.envdrift.testserver.LevelsStub;
import io.envdrift.testserver.LevelsStub.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The original's weaknesses that are the client library's, one test each; the numbers are those of the contract. */
class WeaknessesIT {
    private static final String OF_32_BYTES = "c4n4ry-passphrase-of-32-bytes-00";

    @TempDir
    Path home;

    private Scene scene;
    private Levels levels;

    @BeforeEach
    void start() throws IOException {
        scene = new Scene(home);
        scene.server.versions();
        levels = scene.open();
    }

    @AfterEach
    void stop() throws IOException {
        scene.close();
    }

    private static void refused(ErrorCode code, String words, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(EnvdriftException.class, e -> {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
            assertThat(e.getMessage()).contains(words).doesNotContain("\n", "c4n4ry");
            assertThat(e.hint()).isPresent();
        });
    }

    private long stores() {
        return scene.server.requests().stream()
                .filter(request -> request.method().equals("POST"))
                .count();
    }

    @Test
    void w1TheProofIsNotTheDataKeyAndAKeyOf32BytesIsRefusedOrWarnedOf() {
        refused(
                ErrorCode.USAGE,
                "exactly 32 bytes",
                () -> levels.organization()
                        .createProject(
                                new NodeWish("x", Optional.empty(), Optional.empty(), Optional.empty()),
                                "env",
                                Secret.of(OF_32_BYTES),
                                ProofKind.V1,
                                Optional.empty()));
        scene.clientKey(OF_32_BYTES, ProofKind.V1, 1);
        Levels with32 = scene.open(scene.builder().clientKey(ClientKey.of(Secret.of(OF_32_BYTES))));
        Scene.push(with32, "other", "A=1\n");
        assertThat(scene.warnings)
                .anyMatch(warning -> warning.contains("the proof that the original's protocol sends"));
        assertThat(Scene.proof(OF_32_BYTES, ProofKind.V2)).isNotEqualTo(Scene.proof(OF_32_BYTES, ProofKind.V1));
    }

    @Test
    void w2AKeyWithTheSameFirst32BytesDoesNotOrphanALevel() {
        String first = OF_32_BYTES + "-one";
        String other = OF_32_BYTES + "-two";
        assertThat(Scene.proof(first, ProofKind.V1)).isEqualTo(Scene.proof(other, ProofKind.V1));
        assertThat(Scene.proof(first, ProofKind.V2)).isNotEqualTo(Scene.proof(other, ProofKind.V2));
        scene.clientKey(first, ProofKind.V1, 1);
        Scene.push(scene.open(scene.builder().clientKey(ClientKey.of(Secret.of(first)))), "acme", "A=1\n");
        Levels wrong = scene.open(scene.builder().clientKey(ClientKey.of(Secret.of(other))));
        long before = stores();
        refused(ErrorCode.DECRYPTION_FAILED, "level 'acme'", () -> Scene.push(wrong, "acme", "A=2\n"));
        assertThat(stores()).isEqualTo(before);
    }

    @Test
    void w3AServerThatSuddenlyHoldsTheKeyIsNotBelieved() {
        Scene.push(levels, "acme", "A=1\n");
        scene.server.key(Scene.serverKey("c4n4ry hostile", 1), null);
        long before = stores();
        refused(ErrorCode.KEY_TERMS, "who holds the key of 'acme'", () -> levels.pull("acme"));
        scene.server.key(Scene.serverKey("c4n4ry hostile", 2), null);
        refused(ErrorCode.KEY_TERMS, "a client key was given", () -> Scene.push(levels, "acme", "A=2\n"));
        // Without a key of one's own, and without a new version of the key, what was seen before counts.
        scene.server.key(Scene.serverKey("c4n4ry hostile", 1), null);
        refused(
                ErrorCode.KEY_TERMS,
                "says otherwise",
                () -> scene.open(scene.builder()).pull("acme"));
        assertThat(stores()).isEqualTo(before);
    }

    @Test
    void w4PlaintextInAClientManagedProjectIsRefused() {
        Scene.push(levels, "acme", "A=1\n");
        scene.server.change("acme", level -> new Level(false, "LD_PRELOAD=/tmp/c4n4ry.so", level.version() + 1));
        refused(ErrorCode.FOREIGN_BLOB, "it is not encrypted", () -> levels.pull("acme"));
    }

    @Test
    void w5SwappedAndReplayedLevelsAreRefused() {
        Scene.push(levels, "acme/backend/production", "A=production\n");
        Scene.push(levels, "acme/backend/staging", "A=staging\n");
        String staging = scene.server.stored("acme/backend/staging").content();
        Level production = scene.server.stored("acme/backend/production");
        scene.server.change("acme/backend/production", level -> new Level(true, staging, level.version()));
        refused(ErrorCode.FOREIGN_BLOB, "written for another level", () -> levels.pull("acme/backend/production"));
        scene.server.levels().put("acme/backend/production", production);
        Scene.push(levels, "acme/backend/production", "A=newer\n");
        scene.server.levels().put("acme/backend/production", production);
        refused(ErrorCode.VERSION_WENT_BACK, "version 2 was seen before", () -> levels.pull("acme/backend/production"));
        scene.server.levels().remove("acme/backend/production");
        refused(
                ErrorCode.VERSION_WENT_BACK,
                "has no version of level",
                () -> levels.read(LevelPath.parse("acme/backend/production")));
        Levels accepting = scene.open(scene.builder()
                .clientKey(ClientKey.of(Secret.of(Scene.PASSPHRASE)))
                .acceptChanges(true));
        assertThat(accepting.read(LevelPath.parse("acme/backend/production")).levels())
                .isEmpty();
        assertThat(levels.read(LevelPath.parse("acme/backend/production")).levels())
                .isEmpty();
    }

    @Test
    void w5SwappedLevelsOfJsonAreRefusedAndTheOriginalsAreRead() {
        scene.server.format("json");
        Scene.push(levels, "acme/backend/production", "{\"A\": \"production\"}");
        Scene.push(levels, "acme/backend/staging", "{\"A\": \"staging\"}");
        assertThat(levels.pull("acme/backend/staging").values()).isEqualTo(Map.of("A", "staging"));
        String staging = scene.server.stored("acme/backend/staging").content();
        scene.server.change("acme/backend/production", level -> new Level(true, staging, level.version()));
        refused(ErrorCode.FOREIGN_BLOB, "written for another level", () -> levels.pull("acme/backend/production"));
        scene.storeForeign(Scene.PASSPHRASE, "other", "{\"A\":\"1\"}");
        assertThat(levels.pull("other").values()).isEqualTo(Map.of("A", "1"));
        // Where the original's clients write too, they would take the member for a variable.
        scene.clientKey(Scene.PASSPHRASE, ProofKind.V1, 1);
        Levels compatible = scene.open(scene.builder()
                .clientKey(ClientKey.of(Secret.of(Scene.PASSPHRASE)))
                .acceptChanges(true));
        Scene.push(compatible, "shared", "{\"A\":\"1\"}");
        assertThat(scene.text("shared")).isEqualTo("{\"A\":\"1\"}");
    }

    @Test
    void w5AStrictProjectTakesNoTextThatDoesNotSayWhichLevelItIs() {
        scene.storeForeign(Scene.PASSPHRASE, "acme", "A=1\n");
        refused(ErrorCode.FOREIGN_BLOB, "does not say which level", () -> levels.pull("acme"));
    }

    @Test
    void w6RoundsOutOfBoundsAreRefusedBeforeAnythingIsDerived() {
        for (int rounds : List.of(1, KeyParameters.MIN_ROUNDS - 1, KeyParameters.MAX_ROUNDS + 1, Integer.MAX_VALUE)) {
            scene.server.key(
                    Scene.described(new KeyParameters(Scene.PARAMETERS.salt(), rounds), ProofKind.V1, 1), null);
            refused(ErrorCode.KEY_TERMS, rounds + " rounds", () -> levels.pull("acme"));
        }
        assertThat(stores()).isZero();
    }

    @Test
    void w6OtherParametersOfTheSameKeyAreRefused() {
        Scene.push(levels, "acme", "A=1\n");
        scene.server.key(
                Scene.described(
                        new KeyParameters(Scene.PARAMETERS.salt(), KeyParameters.MIN_ROUNDS + 1), ProofKind.V2, 1),
                null);
        refused(ErrorCode.KEY_TERMS, "how it is derived", () -> levels.pull("acme"));
    }

    @Test
    void w7AStrictProjectNeverGoesBackToAProofThatGivesMoreAway() {
        Scene.push(levels, "acme", "A=1\n");
        scene.clientKey(Scene.PASSPHRASE, ProofKind.V1, 2);
        refused(ErrorCode.KEY_TERMS, "proved", () -> Scene.push(levels, "acme", "A=2\n"));
    }

    @Test
    void w8NothingOfAServerManagedKeyIsKeptOnThisMachine() {
        scene.server.key(Scene.serverKey("c4n4ry server key", 1), null);
        Levels plain = scene.open(scene.builder());
        Scene.push(plain, "acme", "A=1\n");
        assertThat(plain + plain.project("acme").key().toString()).doesNotContain("c4n4ry");
        refused(ErrorCode.SECRET_NOT_FOUND, "no cache", () -> plain.pullCached(LevelPath.parse("acme")));
    }

    @Test
    void w9ALevelThatDoesNotOpenOrParseFailsTheCallAndIsNamed() {
        Scene.push(levels, "acme", "A=1\n");
        scene.server.change("acme/backend", level -> new Level(true, "no blob", 1));
        refused(ErrorCode.DECRYPTION_FAILED, "level 'acme/backend'", () -> levels.pull("acme/backend"));
        scene.storeForeign("c4n4ry another key", "acme/backend", "B=1\n");
        refused(ErrorCode.DECRYPTION_FAILED, "level 'acme/backend'", () -> levels.pull("acme/backend"));
        scene.clientKey(Scene.PASSPHRASE, ProofKind.V1, 1);
        scene.storeForeign(Scene.PASSPHRASE, "other", "A=1\nnonsense\n");
        refused(ErrorCode.UNSUITABLE_FILE, "level 'other' cannot be read: line 2", () -> levels.pull("other"));
    }

    @Test
    void w10AWriteOverAnothersIsRefused() {
        PulledLevels before = levels.read(LevelPath.parse("acme"));
        Scene.push(scene.open(), "acme", "A=theirs\n");
        refused(ErrorCode.WRITE_CONFLICT, "writing acme failed (409)", () -> levels.write(before, "A=ours\n", false));
        assertThat(levels.pull("acme").values()).isEqualTo(Map.of("A", "theirs"));
    }

    @Test
    void w13ToW14OutputReadsBackAndIsInOrder() {
        Scene.push(levels, "acme", "Z='a\\nb'\nB=C:\\dir\\new\nA='it''s'\n".replace("''s", "s"));
        Map<String, String> values = levels.pull("acme").values();
        String text = OutputFormat.ENV.write(values);
        assertThat(text.lines().map(line -> line.substring(0, line.indexOf('='))))
                .containsExactly("A", "B", "Z");
        assertThat(LevelContent.of(LevelPath.parse("acme"), "env", text).values().stream()
                        .collect(java.util.stream.Collectors.toMap(value -> value.name(), value -> value.value())))
                .isEqualTo(values);
    }

    @Test
    void w15AFailedWriteIsNotSentAgainBlindly() {
        scene.server.disturb(exchange -> {
            if (exchange.request().method().equals("POST")) {
                exchange.answer(LevelsStub.error(500, "server_error", "Server Error"));
            } else {
                exchange.answer(scene.server.answer(exchange.request()));
            }
        });
        PulledLevels before = levels.read(LevelPath.parse("acme"));
        assertThatThrownBy(() -> levels.write(before, "A=1\n", false)).hasMessageContaining("(500)");
        List<String> posts = scene.server.requests().stream()
                .filter(request -> request.method().equals("POST"))
                .map(request -> request.text())
                .toList();
        assertThat(posts).isNotEmpty().allMatch(body -> body.equals(posts.getFirst()) && !body.isEmpty());
        long looks = scene.server.requests().stream()
                .filter(request -> request.target().endsWith("/acme/secrets"))
                .count();
        assertThat(looks).as("it looks after each try").isGreaterThan(posts.size());
    }

    @Test
    void w16ReferencesSeeNoVariableOfTheProcessUnlessAskedFor() {
        Scene.push(levels, "acme", "PW='p$HOME'\nA=${PW}-${HOME}\n");
        PulledLevels pulled = levels.pull("acme");
        assertThat(pulled.resolved().values())
                .containsEntry("A", "p$HOME-${HOME}")
                .containsEntry("PW", "p$HOME");
        assertThat(pulled.resolved(Map.of("HOME", "/h")).values()).containsEntry("A", "p$HOME-/h");
    }

    @Test
    void w22NoNameGetsIntoAnAddressUnchecked() {
        for (String path : List.of("a/../b", "a?b", "a%2f", "A", "", "a//b", "secrets", "a/targets", "a/b/c/d", "é")) {
            assertThatThrownBy(() -> levels.pull(path)).isInstanceOf(EnvdriftException.class);
        }
        assertThat(scene.server.requests()).isEmpty();
    }

    @Test
    void w24WhatIsPushedIsAlwaysEncrypted() {
        Scene.push(levels, "acme", "A=c4n4ry-value\n");
        assertThat(scene.server.requests())
                .allSatisfy(request -> assertThat(request.raw()).doesNotContain("c4n4ry-value"));
        assertThat(scene.server.requests())
                .allSatisfy(request -> assertThat(request.raw()).doesNotContain(Scene.PASSPHRASE));
    }

    @Test
    void whatTheOriginalReadsDifferentlyIsWarnedOfWithItsLine() {
        scene.clientKey(Scene.PASSPHRASE, ProofKind.V1, 1);
        Scene.push(levels, "acme", "A=plain\nB=C:\\new\n");
        assertThat(scene.warnings).containsExactly("line 2: the original's clients read B differently");
    }
}
