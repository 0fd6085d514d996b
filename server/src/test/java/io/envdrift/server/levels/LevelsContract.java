package io.envdrift.server.levels;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.json.JsonObject;
import io.envdrift.levels.protocol.VersionContent;
import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.levels.LevelsUser.Answer;
import io.envdrift.server.operate.AuditReport;
import io.envdrift.server.store.Quotas;
import io.envdrift.server.store.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the levels promise on the wire, the same on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LevelsContract {
    private static final ClientKey KEY = new ClientKey("correct horse battery staple");
    private static final ClientKey OTHER = new ClientKey("another passphrase");
    private static final int WRITERS = 64;

    private final Store store;
    private volatile Duration ahead = Duration.ZERO;
    private final InstantSource clock = () -> Instant.now().plus(ahead);
    private StorageSettings storage;
    private BlobServer server;
    private LevelsUser ada;
    private int projects;

    LevelsContract(Store store) {
        this.store = store;
    }

    @BeforeAll
    void start(@TempDir Path directory) {
        storage = store.fresh(directory);
        server = BlobServer.start(EnvSyncServers.settings(storage, TokenSettings.none()), clock);
        ada = LevelsUser.owner(server.address(), "Acme");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private String project() {
        return project(KEY.members("storage_mode", "client"));
    }

    /** Makes a project with a target and an environment. */
    private String project(Map<String, ?> wish) {
        String slug = "p" + ++projects;
        Map<String, Object> named = new HashMap<>(wish);
        named.put("name", slug);
        ada.post("/projects", named).is(201);
        ada.post("/" + slug + "/targets", Map.of("name", "backend")).is(201);
        ada.post("/" + slug + "/backend/environments", Map.of("name", "production"))
                .is(201);
        return slug;
    }

    /** Makes a project whose key the server manages; few rounds make the test cheap. */
    private String serverManaged() {
        return project(KEY.serverManaged());
    }

    private Answer write(String level, String text) {
        return ada.store(level, KEY.blob(text), "key_proof", KEY.proofV1).is(200);
    }

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
    void theHierarchyIsListedRenamedAndDeletedWithWhatIsBelow() {
        String project = project();
        write(project + "/backend/production", "A=1");
        ada.post("/" + project + "/targets", Map.of("name", "Front End", "description", "pages"))
                .is(201);
        assertThat(ada.get("/" + project + "/targets?sort=-slug").is(200).list())
                .extracting(target -> target.requireText("id"))
                .containsExactly("front-end", "backend");
        Answer page = ada.get("/" + project + "/targets?per_page=1&page=2").is(200);
        assertThat(page.list()).hasSize(1);
        JsonObject meta = page.json().object("meta").orElseThrow();
        assertThat(meta.requireWhole("total")).isEqualTo(2);
        assertThat(meta.requireWhole("last_page")).isEqualTo(2);
        assertThat(meta.requireWhole("from")).isEqualTo(2);
        assertThat(ada.get("/" + project + "/targets?filter[name]=Front").list())
                .hasSize(1);
        assertThat(ada.get("/" + project + "/backend/production").attributes().flag("is_production"))
                .isTrue();

        ada.patch("/" + project + "/backend", Map.of("slug", "api", "name", "API"))
                .is(200);
        ada.get("/" + project + "/backend").isRefused(404, "not_found");
        assertThat(ada.get("/" + project + "/api/production/secrets")
                        .is(200)
                        .level("environment")
                        .requireText("source"))
                .isEqualTo("production");
        ada.patch("/" + project + "/api", Map.of("slug", "front-end")).isRefused(409, "already_exists");
        ada.post("/" + project + "/targets", Map.of("name", "api")).isRefused(409, "already_exists");
        ada.post("/projects", KEY.members("name", project)).isRefused(409, "already_exists");

        ada.delete("/" + project + "/api").is(204);
        ada.get("/" + project + "/api/production").isRefused(404, "not_found");
        ada.delete("/" + project).is(204);
        ada.get("/" + project).isRefused(404, "not_found");
        ada.get("/" + project + "/encryption-key").isRefused(404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secrets",
                "targets",
                "environments",
                "encryption-key",
                "projects",
                "versions",
                "audit",
                "members",
                "api-keys",
                "a/b",
                "..",
                ".",
                "A",
                "a_b",
                "ä",
                "a b",
                "",
                "%2e",
                "a%",
                "a'",
                "a;b"
            })
    void W22_slugsThatArePathWordsOrOddAreRefused(String slug) {
        ada.post("/projects", KEY.members("name", "x", "slug", slug)).isInvalid("slug");
    }

    @Test
    void W22_namesMakeSlugsAndHugeOnesAreRefused() {
        String name = "Ünïcode & Söhne " + ++projects;
        String slug = "unicode-sohne-" + projects;
        assertThat(ada.post("/projects", KEY.members("name", name))
                        .is(201)
                        .attributes()
                        .requireText("slug"))
                .isEqualTo(slug);
        ada.post("/projects", KEY.members("name", "x", "slug", "a".repeat(101))).isInvalid("slug");
        ada.post("/projects", KEY.members("name", "a".repeat(101))).isInvalid("name");
        ada.post("/projects", KEY.members("name", "a".repeat(2000))).isInvalid("name");
        ada.post("/projects", KEY.members("name", "Secrets")).isInvalid("name");
        ada.post("/projects", KEY.members("name", "日本")).isInvalid("name");
        ada.post("/projects", KEY.members()).isInvalid("name");
        for (String odd : List.of("/a%2Fb", "/%2e%2e", "/A", "/a_b", "/%ff", "/a/b/c%20d")) {
            ada.get(odd).isRefused(404, "not_found");
        }
        ada.store("Secrets", KEY.blob("x"), "key_proof", KEY.proofV1).is(422);
    }

    @Test
    void W2_W7_aWriteNeedsTheProofOfTheWholeKey() {
        String project = project();
        ada.store(project, KEY.blob("A=1")).isRefused(422, "key_proof_required");
        ada.store(project, KEY.blob("A=1"), "key_proof", "").isRefused(422, "key_proof_required");
        ada.store(project, KEY.blob("A=1"), "key_proof", OTHER.proofV1).isRefused(422, "key_proof_mismatch");
        ada.store(project, KEY.blob("A=1"), "key_proof", KEY.proofV2).isRefused(422, "key_proof_mismatch");
        assertThat(ada.get("/" + project + "/secrets").body()).contains("\"levels\":{}");

        String strict = project(KEY.members("storage_mode", "client", "proof", "v2", "key_check", KEY.proofV2));
        assertThat(ada.get("/" + strict + "/encryption-key").key().requireText("proof"))
                .isEqualTo("v2");
        ada.store(strict, KEY.blob("A=1"), "key_proof", KEY.proofV1).isRefused(422, "key_proof_mismatch");
        ada.store(strict, KEY.blob("A=1"), "key_proof", KEY.proofV2).is(200);
    }

    @Test
    void W7_theProofIsNeverHandedOut() {
        String project = project();
        write(project, "A=1");
        write(project, "A=2");
        String id = versions(project).getFirst().requireText("id");
        String said = ada.get("/" + project).body()
                + ada.get("/" + project + "/encryption-key").body()
                + ada.get("/" + project + "/encryption-key/history").body()
                + ada.get("/secrets/versions/" + id).body()
                + ada.get("/audit").body();
        assertThat(said).doesNotContain(KEY.proofV1).contains("\"key_check\":null");
        assertThat(ada.get("/" + project + "/encryption-key").key().text("key")).isEmpty();
    }

    @Test
    void W6_fewRoundsAreRefused() {
        ada.post("/projects", KEY.members("name", "few", "key_check_iterations", 1))
                .isInvalid("key_check_iterations");
        ada.post("/projects", KEY.members("name", "few", "key_check_iterations", 10_000_001))
                .isInvalid("key_check_iterations");
        ada.post("/projects", KEY.members("name", "few", "key_check_salt", "AA=="))
                .isInvalid("key_check_salt");
        ada.post("/projects", KEY.members("name", "few", "key_check_salt", "%")).isInvalid("key_check_salt");
        ada.post("/projects", KEY.members("name", "few", "key_check", "short")).isInvalid("key_check");
        ada.post("/projects", Map.of("name", "few", "storage_mode", "client")).isInvalid("key_check");
        ada.post("/projects", Map.of("name", "few", "storage_mode", "cloud")).isInvalid("storage_mode");
        ada.post("/projects", Map.of("name", "few", "secret_format", "toml")).isInvalid("secret_format");
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

    private List<JsonObject> versions(String level) {
        return ada.post("/secrets/versions", LevelsUser.about(level)).is(200).list();
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
    void aServerManagedProjectHandsOutItsKeyDecryptsAndRotates() {
        String fresh = "s" + ++projects;
        ada.post("/projects", Map.of("name", fresh)).is(201);
        JsonObject made = ada.get("/" + fresh + "/encryption-key").is(200).key();
        assertThat(made.requireText("managed")).isEqualTo("server");
        assertThat(made.requireText("key")).hasSize(43);
        assertThat(made.requireWhole("key_check_iterations")).isEqualTo(600_000);

        String project = serverManaged();
        assertThat(ada.get("/" + project + "/encryption-key").key().requireText("key"))
                .isEqualTo(ClientKey.SERVER_KEY);
        ada.store(project, KEY.serverBlob("A=1")).is(200);
        ada.store(project, KEY.serverBlob("A=2")).is(200);
        ada.store(project + "/backend", KEY.serverBlob("B=ü")).is(200);
        Answer open = ada.get("/" + project + "/backend/secrets?decrypt=true").is(200);
        assertThat(open.level("project").requireText("content")).isEqualTo("A=2");
        assertThat(open.level("target").requireText("content")).isEqualTo("B=ü");
        assertThat(open.level("target").flag("encrypted")).isFalse();
        assertThat(open.headers().firstValue("ETag")).isEmpty();
        assertThat(open.headers().firstValue("Cache-Control")).contains("no-store");
        String old = versions(project).getFirst().requireText("id");
        assertThat(ada.get("/secrets/versions/" + old + "?decrypt=true")
                        .is(200)
                        .data()
                        .requireText("content"))
                .isEqualTo("A=1");

        ada.post("/" + project + "/encryption-key/rotate", Map.of("history_policy", "drop"))
                .isInvalid("history_policy");
        JsonObject key = ada.post("/" + project + "/encryption-key/rotate", Map.of())
                .is(200)
                .data()
                .object("key")
                .orElseThrow();
        JsonObject attributes = key.object("attributes").orElseThrow();
        assertThat(attributes.requireText("version")).isEqualTo("2");
        assertThat(attributes.requireText("key")).hasSize(43).isNotEqualTo(ClientKey.SERVER_KEY);
        assertThat(ada.get("/" + project + "/backend/secrets?decrypt=true")
                        .level("target")
                        .requireText("content"))
                .isEqualTo("B=ü");
        assertThat(ada.get("/" + project + "/secrets").level("project").requireWhole("key_version"))
                .isEqualTo(2);
        assertThat(KEY.opens(
                        ada.get("/" + project + "/secrets").level("project").requireText("content")))
                .isFalse();
        assertThat(versions(project)).as("a rotation keeps no copies").hasSize(1);

        ada.post("/secrets/versions/" + old + "/restore", Map.of()).is(200);
        assertThat(ada.get("/" + project + "/secrets?decrypt=true")
                        .level("project")
                        .requireText("content"))
                .as("encrypted again by the server")
                .isEqualTo("A=1");
        assertThat(ada.post("/" + project + "/secrets/re-encrypt-history/pending", Map.of())
                        .is(200)
                        .list())
                .hasSize(1);
        JsonObject done = ada.post("/" + project + "/secrets/re-encrypt-history", Map.of("limit", 1))
                .is(200)
                .data();
        assertThat(done.requireWhole("updated")).isEqualTo(1);
        assertThat(done.requireWhole("remaining")).isZero();
        assertThat(ada.get("/secrets/versions/" + old + "?decrypt=true")
                        .is(200)
                        .data()
                        .requireText("content"))
                .isEqualTo("A=1");
        assertThat(ada.get("/" + project + "/encryption-key/history").is(200).list())
                .extracting(each -> each.flag("is_active"))
                .containsExactly(true, false);
    }

    @Test
    void W8_whoMayRotateButNotRetrieveGetsNoKey() {
        String project = serverManaged();
        Answer rotated = ada.tokenWith(List.of("key:rotate"))
                .post("/" + project + "/encryption-key/rotate", Map.of("history_policy", "re_encrypt"))
                .is(200);
        assertThat(rotated.body())
                .doesNotContain(ada.get("/" + project + "/encryption-key").key().requireText("key"));
    }

    @Test
    void W9_aLevelThatDoesNotOpenFailsTheReadAndTheRotationAndIsNamed() {
        String project = serverManaged();
        ada.store(project, KEY.serverBlob("A=1")).is(200);
        ada.store(project + "/backend", OTHER.blob("B=1")).is(200);
        Answer read = ada.get("/" + project + "/backend/secrets?decrypt=true").isRefused(422, "level_not_decryptable");
        assertThat(read.json().requireText("message")).contains(project + "/backend");
        ada.post("/" + project + "/encryption-key/rotate", Map.of()).isRefused(422, "level_not_decryptable");
        assertThat(ada.get("/" + project).attributes().requireWhole("key_version"))
                .isEqualTo(1);
    }

    @Test
    void whatOnlyAServerWithTheKeyCanDoIsRefusedInClientManagedCustody() {
        String project = project();
        ada.get("/" + project + "/secrets?decrypt=true").isRefused(400, "client_managed_encryption");
        ada.post("/secrets/retrieve", LevelsUser.about(project, "action", "decrypt"))
                .isRefused(400, "client_managed_encryption");
        ada.post("/" + project + "/encryption-key/rotate", Map.of()).isRefused(400, "client_managed_encryption");
    }

    @Test
    void aClientRotatesItsKeyAllOrNothing() {
        String project = project();
        write(project, "A=1");
        write(project + "/backend", "B=1");
        ada.post("/" + project + "/encryption-key/rotation", Map.of()).isRefused(422, "key_proof_required");
        ada.post("/" + project + "/encryption-key/rotation", Map.of("key_proof", OTHER.proofV1))
                .isRefused(422, "key_proof_mismatch");
        JsonObject begun = begin(project);
        assertThat(begun.requireWhole("key_version")).isEqualTo(2);
        List<Map<String, String>> again = new ArrayList<>();
        for (JsonObject blob : begun.requireObjects("secrets")) {
            again.add(
                    Map.of("id", blob.requireText("id"), "content", OTHER.blob(KEY.open(blob.requireText("content")))));
        }
        Map<String, Object> finish = OTHER.members(
                "secrets", again, "rotation_token", begun.requireText("rotation_token"), "key_proof", KEY.proofV1);
        String path = "/" + project + "/secrets/rotate-client-keys";
        ada.post(path, changed(finish, "secrets", again.subList(0, 1))).isInvalid("secrets");
        ada.post(path, changed(finish, "key_proof", OTHER.proofV1)).isRefused(422, "key_proof_mismatch");
        ada.post(path, changed(finish, "rotation_token", "nonsense")).isInvalid("rotation_token");
        ada.post(path, changed(finish, "secrets", List.of(Map.of("id", 42, "content", "x"))))
                .isInvalid("secrets");
        ada.post(path, finish).is(200);
        assertThat(OTHER.open(ada.get("/" + project + "/backend/secrets")
                        .level("target")
                        .requireText("content")))
                .isEqualTo("B=1");
        ada.store(project, OTHER.blob("A=2"), "key_proof", KEY.proofV1).isRefused(422, "key_proof_mismatch");
        ada.post(path, finish).isRefused(422, "key_proof_mismatch");

        String old = versions(project).getFirst().requireText("id");
        ada.post("/secrets/versions/" + old + "/restore", Map.of()).isRefused(422, "content_required_for_old_key");
        Map<String, String> restore = Map.of("content", OTHER.blob("A=1"), "key_proof", KEY.proofV1);
        ada.post("/secrets/versions/" + old + "/restore", restore).isRefused(422, "key_proof_mismatch");
        ada.post(
                        "/secrets/versions/" + old + "/restore",
                        Map.of("content", OTHER.blob("A=1"), "key_proof", OTHER.proofV1))
                .is(200);
        assertThat(OTHER.open(
                        ada.get("/" + project + "/secrets").level("project").requireText("content")))
                .isEqualTo("A=1");
        reencryptHistory(project);
    }

    private void reencryptHistory(String project) {
        String path = "/" + project + "/secrets/re-encrypt-history";
        Answer first = ada.post(path + "/pending", Map.of("limit", 1)).is(200);
        long remaining = first.json().object("meta").orElseThrow().requireWhole("remaining");
        assertThat(remaining).isEqualTo(2);
        for (long left = remaining; left > 0; left--) {
            JsonObject next =
                    ada.post(path + "/pending", Map.of("limit", 1)).list().getFirst();
            Map<String, Object> version =
                    Map.of("id", next.requireWhole("id"), "content", OTHER.blob(KEY.open(next.requireText("content"))));
            ada.post(path, Map.of("versions", List.of(version))).isRefused(422, "key_proof_required");
            JsonObject done = ada.post(path, Map.of("versions", List.of(version), "key_proof", OTHER.proofV1))
                    .is(200)
                    .data();
            assertThat(done.requireWhole("remaining")).isEqualTo(left - 1);
            ada.post(path, Map.of("versions", List.of(version), "key_proof", OTHER.proofV1))
                    .isRefused(422, "key_version_conflict");
        }
    }

    private JsonObject begin(String project) {
        return ada.post("/" + project + "/encryption-key/rotation", Map.of("key_proof", KEY.proofV1))
                .is(200)
                .data();
    }

    private static Map<String, Object> changed(Map<String, Object> members, String name, Object value) {
        Map<String, Object> changed = new HashMap<>(members);
        changed.put(name, value);
        return changed;
    }

    @Test
    void aWriteInBetweenMakesARotationVoidAndSoDoesAnHour() {
        String project = project();
        write(project, "A=1");
        JsonObject begun = begin(project);
        List<Map<String, String>> again = begun.requireObjects("secrets").stream()
                .map(blob -> Map.of("id", blob.requireText("id"), "content", OTHER.blob("A=1")))
                .toList();
        Map<String, Object> finish = OTHER.members(
                "secrets", again, "rotation_token", begun.requireText("rotation_token"), "key_proof", KEY.proofV1);
        write(project + "/backend", "B=1");
        ada.post("/" + project + "/secrets/rotate-client-keys", finish).isRefused(409, "rotation_in_progress");
        String late = begin(project()).requireText("rotation_token");
        ada.post("/" + project + "/secrets/rotate-client-keys", changed(finish, "rotation_token", late))
                .isInvalid("rotation_token");
    }

    @Test
    void keysAreChangedTenTimesAnHour() {
        String project = serverManaged();
        for (int i = 0; i < 10; i++) {
            ada.post("/" + project + "/encryption-key/rotate", Map.of()).is(200);
        }
        Answer refused =
                ada.post("/" + project + "/encryption-key/rotate", Map.of()).isRefused(429, "rate_limit_exceeded");
        assertThat(Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(3000L, 3602L);
    }

    @Test
    void custodyPassesToTheClientsAndBack() {
        String project = serverManaged();
        ada.store(project, KEY.serverBlob("A=1")).is(200);
        ada.post("/" + project + "/encryption-key/rotate", Map.of()).is(200);
        ada.store(project, KEY.serverBlob("under the key of before")).is(200);
        String id = versions(project).getFirst().requireText("id");
        ada.post("/secrets/versions/" + id + "/restore", Map.of()).is(200);
        ada.post("/secrets/versions/purge", LevelsUser.about(project, "confirmed", true))
                .is(200);

        JsonObject held = ada.get("/" + project + "/encryption-key").key();
        ClientKey now = new ClientKey(held.requireText("key"), ClientKey.parameters(held));
        String path = "/" + project + "/encryption-key/custody";
        ada.post(path, Map.of()).isInvalid("managed");
        ada.post(path, OTHER.members("managed", "client")).isInvalid("key_check_salt");
        ada.post(path, now.members("managed", "client", "key_check", OTHER.proofV1))
                .isRefused(422, "key_proof_mismatch");
        JsonObject passed = ada.post(path, now.members("managed", "client", "proof", "v2", "key_check", now.proofV2))
                .is(200)
                .data()
                .object("key")
                .orElseThrow();
        assertThat(passed.requireText("managed")).isEqualTo("client");
        assertThat(passed.requireWhole("version")).isEqualTo(3);
        assertThat(passed.text("key")).isEmpty();
        assertThat(ada.get("/" + project + "/encryption-key").key().text("key")).isEmpty();
        assertThat(now.open(ada.get("/" + project + "/secrets").level("project").requireText("content")))
                .isEqualTo("A=1");
        ada.get("/" + project + "/secrets?decrypt=true").isRefused(400, "client_managed_encryption");
        ada.store(project, now.blob("A=2")).isRefused(422, "key_proof_required");
        ada.store(project, now.blob("A=2"), "key_proof", now.proofV2).is(200);
        assertThat(ada.get("/" + project + "/encryption-key/history").list())
                .extracting(key -> key.requireText("managed"))
                .as("no key of before is left with the server")
                .containsOnly("client");

        ada.post(path, Map.of("managed", "server", "encryption_key", "wrong", "key_proof", now.proofV2))
                .isRefused(422, "key_proof_mismatch");
        ada.post(path, Map.of("managed", "server", "encryption_key", held.requireText("key")))
                .isRefused(422, "key_proof_required");
        ada.post(path, Map.of("managed", "server", "encryption_key", held.requireText("key"), "key_proof", now.proofV2))
                .is(200);
        ada.post(path, Map.of("managed", "server", "encryption_key", "x"))
                .isRefused(422, "invalid_parameter_combination");
        assertThat(ada.get("/" + project + "/secrets?decrypt=true")
                        .is(200)
                        .level("project")
                        .requireText("content"))
                .isEqualTo("A=2");
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

    @ParameterizedTest
    @CsvSource({
        "?merge=true, 422, invalid_parameter_combination",
        "?merge=both, 422, invalid_parameter_combination",
        "?merge=true&decrypt=true, 400, client_managed_encryption",
        "?merge=perhaps, 422, ''",
        "?decrypt=perhaps, 422, ''",
        "?raw=perhaps, 422, ''"
    })
    void theServerDoesNotMergeBlobs(String query, int status, String word) {
        Answer answer = ada.get("/" + project() + "/secrets" + query);
        if (word.isEmpty()) {
            answer.isInvalid(query.substring(1, query.indexOf('=')));
        } else {
            answer.isRefused(status, word);
        }
    }

    @Test
    void aServerThatHasTheKeyMergesAndResolvesInMemory() {
        String project = serverManaged();
        String path = project + "/backend/production";
        ada.store(project, KEY.serverBlob("HOST=shared\nURL=https://${HOST}/\nONLY=1\n"))
                .is(200);
        ada.store(project + "/backend", KEY.serverBlob("# envdrift-level: " + project + "/backend\nHOST=\nPORT=1\n"))
                .is(200);
        ada.store(path, KEY.serverBlob("HOST=production\nPASSWORD='p$HOST ${HOME}'\n"))
                .is(200);

        Answer merged = ada.get("/" + path + "/secrets?decrypt=true&merge=true").is(200);
        assertThat(texts(merged, "merged"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "HOST", "production",
                        "URL", "https://production/",
                        "ONLY", "1",
                        "PORT", "1",
                        "PASSWORD", "p$HOST ${HOME}"));
        assertThat(texts(merged, "sources"))
                .containsEntry("HOST", path)
                .containsEntry("PORT", project + "/backend")
                .containsEntry("URL", project);
        assertThat(merged.body()).contains("\"merged\":\"true\"").contains("\"levels\":{}");
        assertThat(merged.headers().firstValue("ETag")).isEmpty();
        assertThat(merged.headers().firstValue("Cache-Control")).contains("no-store");

        Answer both =
                ada.get("/" + path + "/secrets?decrypt=1&merge=both&raw=1").is(200);
        assertThat(texts(both, "merged")).containsEntry("URL", "https://${HOST}/");
        assertThat(both.level("project").requireText("content")).contains("HOST=shared");

        Map<String, Object> filters = Map.of("names", List.of("HOST", "PORT"), "search", "ho", "tags", List.of());
        Answer filtered = ada.post(
                        "/secrets/retrieve",
                        LevelsUser.about(path, "action", "decrypt", "merge", true, "filters", filters))
                .is(200);
        assertThat(texts(filtered, "merged")).isEqualTo(Map.of("HOST", "production"));
        ada.tokenWith(List.of("secret:read"))
                .get("/" + path + "/secrets?decrypt=true&merge=true")
                .isRefused(403, "insufficient_permissions");
    }

    private static Map<String, String> texts(Answer answer, String name) {
        JsonObject json = answer.attributes().object(name).orElseThrow();
        Map<String, String> texts = new HashMap<>();
        json.names().forEach(each -> texts.put(each, json.requireText(each)));
        return texts;
    }

    @Test
    void W9_W16_whatTheServerCannotMergeIsRefusedAndNamed() {
        String project = serverManaged();
        String read = "/" + project + "/backend/secrets?decrypt=true&merge=true";
        ada.store(project, KEY.serverBlob("SECRET=c4n4ry\nA=${B}\nB=${A}\nC=${NOPE:?see $SECRET}\n"))
                .is(200);
        Answer unresolved = ada.get(read).isRefused(422, "references_not_resolved");
        assertThat(unresolved.body())
                .contains("circular reference", "NOPE is required: see $SECRET")
                .doesNotContain("c4n4ry");
        assertThat(texts(ada.get(read + "&raw=true").is(200), "merged")).containsEntry("A", "${B}");

        ada.store(project + "/backend", KEY.serverBlob("A=1\nno assignment c4n4ry\n"))
                .is(200);
        assertThat(ada.get(read).isRefused(422, "level_not_readable").body())
                .contains("level '" + project + "/backend'", "line 2")
                .doesNotContain("c4n4ry");
        ada.store(project + "/backend", KEY.serverBlob("# envdrift-level: " + project + "/other\nA=1\n"))
                .is(200);
        assertThat(ada.get(read).isRefused(422, "level_not_readable").body())
                .contains("it was written for another level");
        ada.get("/" + project + "/backend/secrets?decrypt=true").is(200);
    }

    @Test
    void theKeyIsRetrievedByActionWithItsOwnScope() {
        String project = serverManaged();
        Map<String, Object> wish = LevelsUser.about(project + "/backend", "action", "key:retrieve", "merge", "false");
        LevelsUser holder = ada.tokenWith(List.of("key:retrieve"));
        assertThat(holder.post("/secrets/retrieve", wish).is(200).body())
                .isEqualTo(holder.get("/" + project + "/encryption-key").is(200).body());
        ada.tokenWith(List.of("secret:read", "secret:decrypt"))
                .post("/secrets/retrieve", wish)
                .isRefused(403, "insufficient_permissions");
        ada.post("/secrets/retrieve", LevelsUser.about(project + "/nowhere", "action", "key:retrieve"))
                .isRefused(404, "not_found");
    }

    @Test
    void filtersAndOddBodiesAreRefused() {
        String project = project();
        ada.post("/secrets/retrieve", LevelsUser.about(project, "filters", Map.of("names", List.of("A"))))
                .isRefused(422, "invalid_parameter_combination");
        ada.post("/secrets/retrieve", LevelsUser.about(project, "action", "steal"))
                .isInvalid("action");
        ada.post("/secrets/retrieve", Map.of()).isInvalid("project");
        ada.post("/secrets/retrieve", Map.of("project", project, "environment", "production"))
                .isInvalid("target");
        for (String body : List.of("{", "[]", "1", "{\"project\":1,\"project\":2}", "\u0000")) {
            ada.raw("POST", ada.base() + "/secrets/store", body).isRefused(400, "invalid_request");
        }
        ada.raw("POST", ada.base() + "/secrets/store", "{\"project\":\"" + project + "\",\"content\":7}")
                .isInvalid("content");
        ada.get("/projects?per_page=101").isInvalid("per_page");
        ada.get("/projects?page=0").isInvalid("page");
        ada.get("/projects?sort=size").isInvalid("sort");
    }

    @Test
    void unknownPathsAreVaultEnvsAndWrongMethodsAreTold() {
        assertThat(ada.get("/a/b/c/d/e").is(404).body()).isEqualTo("{\"error\":\"Not found\"}");
        Answer wrong = ada.send("PUT", ada.base() + "/secrets/store", Map.of()).isRefused(405, "method_not_allowed");
        assertThat(wrong.headers().firstValue("Allow")).contains("POST");
        LevelsUser odd = new LevelsUser(ada.server(), ada.organization().substring(1) + "U", ada.token());
        assertThat(odd.get("/projects").is(404).body())
                .as("no organization's id")
                .isEqualTo("{\"error\":\"Not found\"}");
    }

    @Test
    void tokensExpireRotateAndEnd() {
        Map<String, Object> wish = Map.of(
                "name",
                "ci",
                "abilities",
                List.of("project:read"),
                "expires_at",
                clock.instant().plus(Duration.ofHours(1)).toString());
        String list = "/api/v1/organizations/" + ada.organization() + "/api-keys";
        Answer made = ada.send("POST", list, wish).is(201);
        JsonObject shown = made.json().object("token").orElseThrow();
        String id = made.json().object("api_key").orElseThrow().requireText("id");
        LevelsUser ci = ada.with(shown.requireText("token"));
        assertThat(ci.token()).matches("dotenv_" + ada.organization() + "_[A-Za-z0-9]{43}");
        ci.get("/projects").is(200);
        ci.post("/projects", Map.of("name", "no")).isRefused(403, "insufficient_permissions");
        new LevelsUser(ada.server(), ada.organization().toLowerCase(Locale.ROOT), ci.token())
                .get("/projects")
                .is(200);

        Answer rotated = ada.send("POST", list + "/" + id + "/rotate", Map.of()).is(200);
        LevelsUser renewed = ada.with(rotated.data().requireText("token"));
        ci.get("/projects").isRefused(401, "unauthenticated");
        renewed.get("/projects").is(200);
        ahead = ahead.plus(Duration.ofHours(2));
        renewed.get("/projects").isRefused(401, "unauthenticated");
        Map<String, Object> forEver = new HashMap<>();
        forEver.put("expires_at", null);
        ada.send("PUT", list + "/" + id, forEver).is(200);
        renewed.get("/projects").is(200);
        assertThat(ada.send("GET", list + "/" + id, null).is(200).body()).doesNotContain(renewed.token());
        assertThat(ada.send("GET", list, null).is(200).list()).isNotEmpty();
        ada.send("DELETE", list + "/" + id, null).is(204);
        renewed.get("/projects").isRefused(401, "unauthenticated");
        ada.send("POST", list, changed(new HashMap<>(wish), "expires_at", "yesterday"))
                .isInvalid("expires_at");
        ada.send("POST", list, changed(new HashMap<>(wish), "expires_at", "2020-01-01T00:00:00Z"))
                .isInvalid("expires_at");
        ada.send("POST", list, changed(new HashMap<>(wish), "abilities", List.of("secrets:read")))
                .isInvalid("abilities");
        ada.send("POST", list, changed(new HashMap<>(wish), "limits", List.of("a//b")))
                .isInvalid("limits");
    }

    @Test
    void anOrganizationIsAloneAndEndsWithEverything() {
        LevelsUser bob = LevelsUser.owner(ada.server(), "Bob " + store);
        String project = project();
        LevelsUser stranger = new LevelsUser(ada.server(), ada.organization(), bob.token());
        stranger.get("/" + project).isRefused(404, "not_found");
        bob.get("/" + project).isRefused(404, "not_found");
        Answer user = bob.send("GET", "/api/v1/user", null).is(200);
        assertThat(user.body()).contains(bob.organization());
        assertThat(bob.send("GET", "/api/v1/organizations", null).is(200).list())
                .hasSize(1);
        String path = "/api/v1/organizations/" + bob.organization();
        bob.send("PATCH", path, Map.of("slug", "acme")).isRefused(409, "already_exists");
        assertThat(bob.send("PUT", path, Map.of("name", "Bobs"))
                        .is(200)
                        .attributes()
                        .requireText("name"))
                .isEqualTo("Bobs");
        bob.send("POST", "/api/v1/organizations", Map.of("name", "Acme")).isRefused(409, "already_exists");
        bob.send("DELETE", path, null).is(204);
        bob.send("GET", "/api/v1/organization", null).isRefused(401, "unauthenticated");
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
        var settings = EnvSyncServers.settings(store.fresh(directory), TokenSettings.none(), new Quotas(1, 2, 1000), 0)
                .withCallsPerMinute(16);
        try (BlobServer small = BlobServer.start(settings, clock)) {
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
