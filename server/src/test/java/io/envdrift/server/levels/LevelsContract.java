package io.envdrift.server.levels;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.VersionContent;
import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.levels.LevelsUser.Answer;
import io.envdrift.server.operate.AuditReport;
import io.envdrift.server.store.Quotas;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the levels promise on the wire, the same on every database; the superclasses hold it by topic, so that one server serves all. */
abstract class LevelsContract extends LevelsMergeContract {
    LevelsContract(Store store) {
        super(store);
    }

    private static final int WRITERS = 64;

    @Test
    void storesAndReadsLevelsOfAClientManagedProject() {
        String project = project();
        String blob = KEY.blob("A=1\n");

        JsonObject receipt = ada.store(project + "/backend", blob, "key_proof", KEY.proofV1, "variable_count", 1)
                .is(200)
                .data();
        assertThat(receipt.requireText("type")).isEqualTo("secrets");
        assertThat(receipt.requireText("level")).isEqualTo("target");
        assertThat(receipt.requireText("source")).isEqualTo("backend");
        assertThat(receipt.requireWhole("bytes")).isEqualTo(blob.length());
        assertThat(receipt.requireWhole("version")).isEqualTo(1);

        Answer read = ada.get("/" + project + "/backend/production/secrets").is(200);
        assertThat(read.attributes().object("levels").orElseThrow().names()).containsExactly("target");
        assertThat(read.level("target").requireText("content")).isEqualTo(blob);
        assertThat(read.level("target").flag("encrypted")).isTrue();
        assertThat(read.level("target").requireWhole("version")).isEqualTo(1);
        assertThat(read.level("target").requireWhole("key_version")).isEqualTo(1);
        assertThat(read.attributes().requireText("format")).isEqualTo("env");
        assertThat(read.body())
                .contains("\"merged\":\"false\"")
                .contains("\"hierarchy\":{\"project\":\"" + project
                        + "\",\"target\":\"backend\",\"environment\":\"production\"}");
        assertThat(read.headers().firstValue("X-API-Version")).contains("1");
        assertThat(read.headers().firstValue("X-Content-Type-Options")).contains("nosniff");

        Answer same = ada.post(
                "/secrets/retrieve",
                LevelsUser.about(
                        project + "/backend/production", "action", "read", "merge", "false", "filters", Map.of()));
        assertThat(same.is(200).level("target").requireText("content")).isEqualTo(blob);
        assertThat(ada.get("/" + project + "/secrets").is(200).body()).contains("\"levels\":{}");
        JsonObject shown = ada.get("/" + project).is(200).attributes();
        assertThat(shown.requireText("encryption_type")).isEqualTo("client");
        assertThat(shown.flag("has_secrets")).isTrue();
        assertThat(shown.requireWhole("secret_count")).isEqualTo(1);
        assertThat(shown.requireWhole("target_count")).isEqualTo(1);
        assertThat(shown.requireWhole("environment_count")).isEqualTo(1);
    }

    @Test
    void W24_plaintextIsRefusedUnlessTheProjectAllowsIt() {
        String project = project();
        List<String> wrong = List.of("A=1", "AAAA", KEY.blob("x").substring(1), "A".repeat(36), "%".repeat(40));
        for (String content : wrong) {
            ada.store(project, content, "key_proof", KEY.proofV1).isRefused(422, "plaintext_not_allowed");
        }
        ada.store(project, "", "key_proof", KEY.proofV1).isInvalid("content");
        ada.patch("/" + project, Map.of("allow_plaintext", true)).is(200);
        ada.store(project, "A=1", "key_proof", KEY.proofV1).is(200);
        Answer read = ada.get("/" + project + "/secrets");
        assertThat(read.level("project").flag("encrypted")).isFalse();
        assertThat(read.attributes().flag("encrypted")).isFalse();
    }

    @Test
    void W10_expectedVersionsKeepWritersFromLosingEachOthersWork() {
        String project = project();
        ada.store(project, KEY.blob("A=1"), "key_proof", KEY.proofV1, "expected_version", 0)
                .is(200);
        Answer lost = ada.store(project, KEY.blob("A=2"), "key_proof", KEY.proofV1, "expected_version", 0);
        assertThat(lost.isRefused(409, "version_conflict")
                        .json()
                        .object("details")
                        .orElseThrow()
                        .requireWhole("version"))
                .isEqualTo(1);
        ada.store(project, KEY.blob("A=2"), "key_proof", KEY.proofV1, "expected_version", 1)
                .is(200);
        ada.post("/secrets/delete", LevelsUser.about(project, "expected_version", 1))
                .isRefused(409, "version_conflict");
        ada.post("/secrets/delete", LevelsUser.about(project)).is(204);
        ada.store(project, KEY.blob("A=3"), "key_proof", KEY.proofV1, "expected_version", -1)
                .isInvalid("expected_version");
        ada.post("/secrets/delete", LevelsUser.about(project, "expected_version", -1))
                .isInvalid("expected_version");
        ada.store(project, KEY.blob("A=3"), "key_proof", KEY.proofV1, "expected_version", 0)
                .is(200);
        assertThat(ada.get("/" + project + "/secrets").level("project").requireWhole("version"))
                .isEqualTo(4);
    }

    @Test
    void manyWritersOfOneLevelGetConsecutiveVersionsAndNothingIsLost() throws Exception {
        String project = project();
        String blob = KEY.blob("A=1");
        List<Callable<Long>> writers = IntStream.range(0, WRITERS)
                .<Callable<Long>>mapToObj(i -> () -> ada.store(project, blob, "key_proof", KEY.proofV1)
                        .is(200)
                        .data()
                        .requireWhole("version"))
                .toList();
        TreeSet<Long> given = new TreeSet<>();
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            for (Future<Long> version : threads.invokeAll(writers)) {
                given.add(version.get());
            }
        }
        assertThat(given)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, WRITERS).boxed().toList());
        Answer kept = ada.post("/secrets/versions", LevelsUser.about(project, "per_page", 100))
                .is(200);
        assertThat(kept.list()).hasSize(WRITERS - 1);
    }

    @Test
    void priorContentsAreKeptShownRestoredAndPurged() {
        String project = project();
        String first = KEY.blob("A=1");
        ada.store(project, first, "key_proof", KEY.proofV1).is(200);
        write(project, "A=2");
        ada.store(project, KEY.blob("A=3"), "key_proof", KEY.proofV1, "no_backup", true)
                .is(200);
        List<JsonObject> versions = versions(project);
        assertThat(versions).hasSize(1);
        String id = versions.getFirst().requireText("id");
        JsonObject attributes = versions.getFirst().object("attributes").orElseThrow();
        assertThat(attributes.requireText("action")).isEqualTo("update");
        assertThat(attributes.requireText("encryption_key_version")).isEqualTo("1");
        assertThat(attributes.flag("is_client_encrypted")).isTrue();
        assertThat(attributes.flag("locked")).isFalse();

        VersionContent shown =
                VersionContent.read(ada.get("/secrets/versions/" + id).is(200).json());
        assertThat(shown.content()).isEqualTo(first);
        assertThat(shown.key().version()).isEqualTo(1);
        ada.get("/secrets/versions/999999").isRefused(404, "not_found");
        ada.get("/secrets/versions/abc").isRefused(404, "not_found");
        ada.get("/secrets/versions/" + id + "?decrypt=true").isRefused(400, "client_managed_encryption");

        JsonObject restored = ada.post("/secrets/versions/" + id + "/restore", Map.of())
                .is(200)
                .data();
        assertThat(restored.requireText("restored_from")).isEqualTo(id);
        assertThat(restored.requireWhole("version")).isEqualTo(4);
        assertThat(ada.get("/" + project + "/secrets").level("project").requireText("content"))
                .isEqualTo(first);
        assertThat(versions(project)).as("restoring keeps what it replaces").hasSize(2);
        ada.post("/secrets/versions/" + id + "/restore", Map.of("expected_version", 1))
                .isRefused(409, "version_conflict");

        ada.delete("/secrets/versions/" + id).is(204);
        String last = versions(project).getFirst().requireText("id");
        ada.delete("/secrets/versions/" + last).isRefused(422, "version_protected");
        ada.delete("/secrets/versions/" + last + "?force=true").is(204);

        write(project, "A=4");
        ada.post("/secrets/versions/purge", LevelsUser.about(project)).isInvalid("confirmed");
        ada.post(
                        "/secrets/versions/purge",
                        LevelsUser.about(project + "/backend", "scope", "project", "confirmed", true))
                .isRefused(422, "invalid_parameter_combination");
        assertThat(ada.post("/secrets/versions/purge", LevelsUser.about(project, "scope", "project", "confirmed", true))
                        .is(200)
                        .data()
                        .requireWhole("purged_count"))
                .isEqualTo(1);
        write(project, "A=5");
        ada.post("/secrets/delete", LevelsUser.about(project, "no_backup", true))
                .isInvalid("confirmed");
        ada.post("/secrets/delete", LevelsUser.about(project, "no_backup", true, "confirmed", true))
                .is(204);
        assertThat(versions(project)).isEmpty();
        assertThat(ada.get("/" + project + "/secrets").level("project").text("content"))
                .contains("");
    }

    @Test
    void entityTagsFollowContentsAndKeys() {
        String project = project();
        write(project, "A=1");
        String path = "/" + project + "/backend/secrets";
        String tag = ada.get(path).headers().firstValue("ETag").orElseThrow();
        Answer same = ada.get(path, "If-None-Match", "\"x\", W/" + tag).is(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.headers().firstValue("ETag")).contains(tag);
        write(project, "A=2");
        ada.get(path, "If-None-Match", tag).is(200);
        ada.get("/" + project + "/secrets", "If-None-Match", tag).is(200);
        ada.with("").get(path, "If-None-Match", tag).isRefused(401, "unauthenticated");
    }

    @Test
    void W23_readsAndRefusalsAreAuditedWithoutValues() {
        String project = project();
        write(project, "A=1");
        ada.get("/" + project + "/secrets").is(200);
        ada.store(project, KEY.blob("A=1"), "key_proof", OTHER.proofV1).is(422);
        ada.tokenWith(List.of("project:read")).get("/" + project + "/secrets").is(403);
        ada.with("").get("/" + project + "/secrets").is(401);
        List<String> wanted = List.of(
                project + "\tsecrets_read_project\t200",
                project + "\tsecrets_store\t422",
                project + "\tsecrets_read_project\t403",
                "-\tsecrets_read_project\t401");
        // Rows of reads are written together, within a second or so.
        Instant end = Instant.now().plus(Duration.ofMinutes(2));
        List<String> log = List.of();
        while (!wanted.stream().allMatch(String.join("\n", log)::contains)) {
            assertThat(Instant.now()).as(log.toString()).isBefore(end);
            log = AuditReport.lines(storage, Optional.of(ada.organization()), 500);
        }
        assertThat(log).noneMatch(line -> line.contains(KEY.proofV1) || line.contains(ada.token()));
        assertThat(ada.get("/audit?per_page=100").list().stream()
                        .map(entry -> entry.object("attributes").orElseThrow())
                        .map(entry -> entry.requireText("action") + " " + entry.requireText("resource") + " "
                                + entry.requireText("outcome")))
                .contains("secrets_store " + project + " refused with 422");
        assertThat(ada.get("/audit?per_page=100").body()).doesNotContain(KEY.proofV1, OTHER.proofV1, ada.token());
    }

    @Test
    void quotasAndCallsAreLimited(@TempDir Path directory) {
        ServerSettings settings = ServerSettings.loopback(store.fresh(directory))
                .quotas(new Quotas(1, 2, 1000))
                .callsPerMinute(16)
                .build();
        // Where the calls before the last one take longer than their minute, none is refused.
        Instant start = clock.instant();
        Duration before = ahead;
        try (BlobServer small =
                BlobServer.start(settings, () -> start.plus(ahead).minus(before))) {
            LevelsUser eve = LevelsUser.owner(small.address(), "Eve");
            Answer first = eve.post("/projects", KEY.members("name", "one")).is(201);
            assertThat(first.headers().firstValue("X-RateLimit-Limit")).contains("16");
            assertThat(first.headers().firstValue("X-RateLimit-Remaining")).contains("15");
            eve.post("/projects", KEY.members("name", "two")).isRefused(403, "quota_exceeded");
            for (int i = 0; i < 4; i++) {
                eve.store("one", KEY.blob("A=" + i), "key_proof", KEY.proofV1).is(200);
            }
            assertThat(eve.post("/secrets/versions", LevelsUser.about("one")).list())
                    .hasSize(2);
            eve.store("one", KEY.blob("A".repeat(900)), "key_proof", KEY.proofV1)
                    .isRefused(403, "quota_exceeded");
            assertThat(KEY.open(eve.get("/one/secrets").level("project").requireText("content")))
                    .isEqualTo("A=3");
            JsonObject begun = eve.post("/one/encryption-key/rotation", Map.of("key_proof", KEY.proofV1))
                    .is(200)
                    .data();
            String id = begun.requireObjects("secrets").getFirst().requireText("id");
            Map<String, Object> part = Map.of(
                    "secrets",
                    List.of(Map.of("id", id, "content", OTHER.blob("A".repeat(900)))),
                    "rotation_token",
                    begun.requireText("rotation_token"),
                    "key_proof",
                    KEY.proofV1);
            eve.post("/one/encryption-key/rotation/part", part).isRefused(403, "quota_exceeded");
            Answer refused = IntStream.range(0, 17)
                    .mapToObj(i -> eve.get("/projects"))
                    .filter(answer -> answer.status() != 200)
                    .findFirst()
                    .orElseThrow();
            refused.isRefused(429, "rate_limit_exceeded");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            ahead = ahead.plus(Duration.ofMinutes(1));
            eve.get("/projects").is(200);
        }
    }
}
