package io.envdrift.server.levels;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.json.JsonObject;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.levels.LevelsUser.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The part of {@link LevelsContract} about keys: their proof, rotation and custody. */
abstract class LevelsKeysContract extends LevelsHierarchyContract {
    LevelsKeysContract(Store store) {
        super(store);
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
        Map<String, Object> part = Map.of(
                "secrets",
                again.subList(0, 1),
                "rotation_token",
                begun.requireText("rotation_token"),
                "key_proof",
                KEY.proofV1);
        for (int i = 0; i < 2; i++) {
            assertThat(ada.post("/" + project + "/encryption-key/rotation/part", part)
                            .is(200)
                            .data()
                            .requireWhole("received"))
                    .as("a part that is sent again replaces itself")
                    .isEqualTo(1);
        }
        ada.post(path, changed(finish, "secrets", again.subList(1, 2))).is(200);
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
}
