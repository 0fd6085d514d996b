package io.envdrift.server.envsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.json.JsonObject;
import io.envdrift.server.EnvSyncServers.Store;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What EnvSync promises on the wire, the same on every database; the superclasses hold it by topic, so that one server serves all. */
abstract class EnvSyncContract extends EnvSyncPathsContract {
    EnvSyncContract(Store store) {
        super(store);
    }

    @Test
    void pushesCountFromOneAndPullReturnsTheNewest() {
        String project = project();
        is(
                ada.push(project, "main", "c1", "B", "A", "B"),
                200,
                "{\"version\":1,\"message\":\"Env pushed successfully\"}");
        is(
                ada.push(project, "main", "c2", "B", "A", "B"),
                200,
                "{\"version\":2,\"message\":\"Env pushed successfully\"}");
        is(
                ada.push(project, "other", "", new String[0]),
                200,
                "{\"version\":1,\"message\":\"Env pushed successfully\"}");
        assertThat(ada.pull(project, "main").body())
                .matches("\\{\"ciphertext\":\"c2\",\"key_names\":\\[\"B\",\"A\",\"B\"],\"version\":2,"
                        + "\"pushed_by\":\"ada@example.com\","
                        + "\"pushed_at\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00\"}");
        assertThat(ada.pull(project, "other").body())
                .startsWith("{\"ciphertext\":\"\",\"key_names\":[],\"version\":1,");
        is(ada.pull(project, "Main"), 404, GONE);
        is(ada.pull("nowhere", "main"), 404, GONE);
        is(ada.get("/env/" + project + "/none/diff"), 404, GONE);
    }

    @Test
    void theFifthOfAKindOfBodyIsStoredAsItIs() {
        String project = project();
        String odd = "'; DROP TABLE x; -- \" \\ % _ ü ✓ 🚀 \t\n=";
        assertThat(ada.push(project, "main", odd, "", " ", "A=B", "ü ✓ 🚀").statusCode())
                .isEqualTo(200);
        JsonObject pulled = JSON.object(ada.pull(project, "main").body());
        assertThat(pulled.requireText("ciphertext")).isEqualTo(odd);
        assertThat(pulled.texts("key_names")).contains(List.of("", " ", "A=B", "ü ✓ 🚀"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|[\"A\",\"Z\",\"a\",\"é\"]|[]|false",
                "?local_keys=A&local_keys=Z&local_keys=a&local_keys=%C3%A9&local_keys=A|[]|[]|true",
                "?local_keys=|[\"A\",\"Z\",\"a\",\"é\"]|[\"\"]|false",
                "?local_keys=A,b|[\"A\",\"Z\",\"a\",\"é\"]|[\"A,b\"]|false",
                "?local_keys=A+b&local_keys=%F0%9F%9A%80&local_keys=%EF%BF%BD|[\"A\",\"Z\",\"a\",\"é\"]"
                        + "|[\"A b\",\"\uFFFD\",\"🚀\"]|false",
                "?local_keys[]=A&other=Z|[\"A\",\"Z\",\"a\",\"é\"]|[]|false"
            })
    void diffWorksOnSetsSortedByCodePoints(String query, String missing, String extra, boolean inSync) {
        String project = project();
        ada.push(project, "main", "c", "a", "Z", "é", "A", "a");
        is(
                ada.get("/env/" + project + "/main/diff"
                        + query.replace("[", "%5B").replace("]", "%5D")),
                200,
                "{\"missing_locally\":" + missing + ",\"extra_locally\":" + extra + ",\"in_sync\":" + inSync + "}");
    }

    @Test
    void anEmptyEnvironmentAndNoLocalKeysAreInSync() {
        String project = project();
        ada.push(project, "main", "c");
        is(
                ada.get("/env/" + project + "/main/diff"),
                200,
                "{\"missing_locally\":[],\"extra_locally\":[],\"in_sync\":true}");
    }

    @Test
    void namesOfThousandsOfKeysFitIntoTheQuery() {
        String project = project();
        ada.push(project, "main", "c");
        String query = String.join(
                "",
                IntStream.range(0, 4000).mapToObj(i -> "&local_keys=KEY_" + i).toList());
        assertThat(ada.get("/env/" + project + "/main/diff?" + query.substring(1))
                        .body())
                .contains("\"KEY_3999\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|missing:body.ciphertext missing:body.key_names",
                "{\"ciphertext\":1,\"key_names\":null}|string_type:body.ciphertext list_type:body.key_names",
                "{\"key_names\":[1,\"A\",null],\"ciphertext\":null}|"
                        + "string_type:body.ciphertext string_type:body.key_names.0 string_type:body.key_names.2",
                "{\"ciphertext\":\"c\",\"key_names\":\"A\"}|list_type:body.key_names",
                "{\"ciphertext\":\"\\ud800\",\"key_names\":[\"\\udc00x\"]}|"
                        + "string_unicode:body.ciphertext string_unicode:body.key_names.0",
                "{\"ciphertext\":\"c\",\"key_names\":[\"\\u0000\",\"a\\nb\"]}|"
                        + "value_error:body.key_names.0 value_error:body.key_names.1",
                "{\"ciphertext\":\"c\\u0000\",\"key_names\":[]}|value_error:body.ciphertext",
                "{\"ciphertext\":\"c\",\"key_names\":[],\"expected_version\":\"1\"}|int_type:body.expected_version",
                "{\"ciphertext\":\"c\",\"key_names\":[],\"expected_version\":-1}|int_type:body.expected_version",
                "{\"ciphertext\":\"c\",\"key_names\":[],\"expected_version\":1e999999999}|int_type:body.expected_version",
                "{\"ciphertext\":\"c\",\"key_names\":[],\"expected_version\":1e99999999999}|int_type:body.expected_version",
                "[]|model_attributes_type:body",
                "\"x\"|model_attributes_type:body",
                "null|missing:body",
                "''|missing:body",
                "{|json_invalid:body.1",
                "{\"a\":1}x|json_invalid:body.7",
                "{\"ciphertext\":\"c\",\"key_names\":[],\"x\":NaN}|json_invalid:body.37",
                "{\"ciphertext\":\"c\",\"key_names\":[],\"x\":[-Infinity]}|json_invalid:body.38"
            })
    void whatIsWrongWithABodyIsToldAtOnceInOrderAndWithoutEcho(String body, String expected) {
        assertProblems("/env/app/main", body, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tokens|{}|missing:body.email",
                "tokens|{\"email\":null,\"role\":1,\"days\":0}|string_type:body.email enum:body.role"
                        + " int_type:body.days",
                "tokens|{\"email\":\"\",\"role\":\"admin\"}|value_error:body.email enum:body.role",
                "tokens|{\"email\":\"\\ud800\",\"days\":\"3\"}|string_unicode:body.email int_type:body.days",
                "tokens|{\"email\":\"a\\nb\",\"days\":367}|value_error:body.email int_type:body.days",
                "tokens|{\"email\":\"a\",\"days\":-1e-99999999999}|int_type:body.days",
                "invites|{}|missing:body.email",
                "invites|{\"email\":[],\"days\":1.5}|string_type:body.email int_type:body.days",
                "invites/accept|{}|missing:body.code",
                "invites/accept|{\"code\":1}|string_type:body.code",
                "invites/accept|{\"code\":\"\\udfff\"}|string_unicode:body.code",
                "rollback|{}|missing:body.branch missing:body.version",
                "rollback|{\"branch\":1,\"version\":-1,\"expected_version\":\"1\"}|"
                        + "string_type:body.branch int_type:body.version int_type:body.expected_version",
                "rollback|{\"branch\":\"a/../b\",\"version\":null}|value_error:body.branch int_type:body.version",
                "rollback|{\"branch\":\"\",\"version\":1}|value_error:body.branch",
                "rollback|{\"branch\":\"b\",\"version\":0e99999999999}|int_type:body.version"
            })
    void theOtherCallsTellOfTheirBodiesInTheSameWords(String call, String body, String expected) {
        assertProblems("/api/v1/envsync/app/" + call, body, expected);
    }

    private void assertProblems(String path, String body, String expected) {
        HttpResponse<String> answer = ada.post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        List<String> problems = new ArrayList<>();
        for (JsonObject problem : JSON.object(answer.body()).requireObjects("detail")) {
            assertThat(problem.names()).containsExactly("type", "loc", "msg");
            List<?> place = (List<?>) Objects.requireNonNull(problem.members().get("loc"));
            problems.add(problem.requireText("type") + ":"
                    + String.join(
                            ".",
                            place.stream()
                                    .map(part -> part instanceof io.envdrift.json.JsonNumber number
                                            ? number.token()
                                            : String.valueOf(part))
                                    .toList()));
        }
        assertThat(String.join(" ", problems)).isEqualTo(expected);
    }

    @Test
    void membersThatAreNotKnownAreIgnoredAndOfDuplicatesTheLastCounts() {
        String project = project();
        String body = "\uFEFF{\"ciphertext\":\"first\",\"version\":9,\"pushed_by\":\"x\",\"salt\":\"s\","
                + "\"ciphertext\":\"last\",\"key_names\":[\"A\"],\"odd\":\"\\ud800\"}";
        assertThat(ada.post("/env/" + project + "/main", body).statusCode()).isEqualTo(200);
        assertThat(ada.pull(project, "main").body())
                .startsWith("{\"ciphertext\":\"last\",\"key_names\":[\"A\"],\"version\":1,\"pushed_by\":\"ada");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 200",
        "application/json; charset=utf-8, 200",
        "Application/JSON, 200",
        "application/vnd.api+json, 200",
        "text/plain, 422",
        "application/x-www-form-urlencoded, 422",
        "'', 422"
    })
    void onlyTypesOfJsonAreRead(String type, int status) {
        assertThat(ada.send("POST", "/env/app/types", EnvSyncUser.body("c"), type)
                        .statusCode())
                .isEqualTo(status);
    }

    @Test
    void aBodyThatIsNoUtf8IsABadRequest() {
        byte[] body = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};
        is(
                ada.send("POST", "/env/app/main", body, "application/json"),
                400,
                "{\"detail\":\"There was an error parsing the body\"}");
    }

    @Test
    void tooLargeABodyIsRefusedInTheProtocolsForm() {
        HttpResponse<String> answer = ada.push("app", "main", "x".repeat(1 << 20));
        is(answer, 413, "{\"detail\":\"Request is larger than 1048576 bytes\"}");
    }

    @Test
    void anExpectedVersionThatIsNotTheCurrentOneIsAConflictThatSaysWhoPushed() {
        String project = project();
        String path = "/env/" + project + "/main";
        Map<String, ?> first = Map.of("ciphertext", "c1", "key_names", List.of(), "expected_version", 0);
        assertThat(ada.post(path, first).body()).startsWith("{\"version\":1,");
        HttpResponse<String> again = ada.post(path, first);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body())
                .matches("\\{\"detail\":\"Version 1 is the current one, pushed by ada@example.com at 20[^\"]+\"}");
        assertThat(ada.post(path, Map.of("ciphertext", "c2", "key_names", List.of(), "expected_version", 1))
                        .body())
                .startsWith("{\"version\":2,");
        assertThat(ada.post(
                                "/env/" + project + "/new",
                                Map.of("ciphertext", "c", "key_names", List.of(), "expected_version", 3))
                        .statusCode())
                .isEqualTo(409);
        is(ada.pull(project, "new"), 404, GONE);
    }

    @Test
    void manyPushersGetConsecutiveVersions() throws Exception {
        String project = project();
        int pushers = 64;
        List<Callable<Long>> work = new ArrayList<>();
        for (int i = 0; i < pushers; i++) {
            String text = "c" + i;
            work.add(() -> JSON.object(ada.push(project, "main", text).body()).requireWhole("version"));
        }
        List<Long> versions = new ArrayList<>();
        try (var executor = Executors.newFixedThreadPool(pushers)) {
            for (Future<Long> version : executor.invokeAll(work)) {
                versions.add(version.get());
            }
        }
        assertThat(versions)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, pushers)
                        .mapToObj(i -> (long) i)
                        .toList());
    }

    @Test
    void historyIsListedAndRolledBack() {
        String project = project();
        String base = "/api/v1/envsync/" + project;
        ada.push(project, "feat/x", "one", "A");
        ada.push(project, "feat/x", "two", "A", "B");
        ada.push(project, "main", "three");
        assertThat(ada.get(base + "/branches").body())
                .contains("{\"branch\":\"feat/x\",\"version\":2,\"key_count\":2,\"key_names\":[\"A\",\"B\"],"
                        + "\"pushed_by\":\"ada@example.com\",");
        assertThat(ada.get(base + "/versions?branch=feat%2Fx").body())
                .matches("\\{\"versions\":\\[\\{\"version\":2,\"key_names\":\\[\"A\",\"B\"],.*\\{\"version\":1,.*");
        assertThat(ada.get(base + "/versions/1?branch=feat%2Fx").body())
                .startsWith(
                        "{\"ciphertext\":\"one\",\"key_names\":[\"A\"],\"version\":1,\"pushed_by\":\"ada@example.com\",");
        is(ada.get(base + "/versions/9?branch=feat%2Fx"), 404, "{\"detail\":\"No such version of this branch\"}");
        is(ada.get(base + "/versions/1?branch=none"), 404, GONE);
        assertThat(ada.get(base + "/versions/x?branch=main").statusCode()).isEqualTo(422);
        is(ada.get(base + "/versions?branch=none"), 404, GONE);
        assertThat(ada.get(base + "/versions").statusCode()).isEqualTo(422);
        is(
                ada.post(base + "/rollback", Map.of("branch", "feat/x", "version", 1)),
                200,
                "{\"version\":3,\"message\":\"Rolled back to version 1\"}");
        assertThat(ada.pull(project, "feat/x").body())
                .startsWith("{\"ciphertext\":\"one\",\"key_names\":[\"A\"],\"version\":3");
        assertThat(ada.post(base + "/rollback", Map.of("branch", "feat/x", "version", 9))
                        .statusCode())
                .isEqualTo(404);
        assertThat(ada.post(base + "/rollback", Map.of("branch", "feat/x", "version", 1, "expected_version", 2))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void branchesAndProjectsAreDeletedByWhoMay() {
        String project = project();
        String base = "/api/v1/envsync/" + project;
        EnvSyncUser developer = EnvSyncUser.of(address, "d", "developer", project);
        EnvSyncUser reader = EnvSyncUser.of(address, "r", "readonly", project);
        developer.push(project, "feat/x", "c");
        developer.push(project, "main", "c");
        is(
                reader.send("DELETE", base + "/branches/feat/x", "", ""),
                403,
                "{\"detail\":\"No write access to this project\"}");
        is(developer.send("DELETE", base + "/branches/feat/x", "", ""), 200, "{\"message\":\"Branch deleted\"}");
        is(developer.send("DELETE", base + "/branches/feat%2Fx", "", ""), 404, GONE);
        is(developer.pull(project, "feat/x"), 404, GONE);
        is(developer.send("DELETE", base, "", ""), 403, "{\"detail\":\"Only an owner of the project may do this\"}");
        is(ada.send("DELETE", base, "", ""), 200, "{\"message\":\"Project deleted\"}");
        is(ada.send("DELETE", base, "", ""), 404, "{\"detail\":\"No such project\"}");
        is(developer.pull(project, "main"), 404, GONE);
        assertThat(developer.push(project, "main", "again").body()).startsWith("{\"version\":1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 200 | entries",
                "1000 | 200 | entries",
                "0 | 422 | greater than or equal to 1",
                "-1 | 422 | greater than or equal to 1",
                "1001 | 422 | less than or equal to 1000",
                "x | 422 | valid integer",
                "'' | 422 | valid integer"
            })
    void theAuditLogIsReadInPartsOfOneToAThousand(String limit, int status, String says) {
        var answer = ada.get("/api/v1/envsync/" + EnvSyncUser.encode(project()) + "/audit?limit=" + limit);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(says);
    }

    @Test
    void ownersReadTheAuditLogWithRefusalsInIt() {
        // A sign that nobody sees belongs to the name, also in the log.
        String project = project() + "\u200d";
        EnvSyncUser reader = EnvSyncUser.of(address, "reader@example.com", "readonly", project);
        ada.push(project, "feat/x", "c");
        reader.pull(project, "feat/x");
        reader.get("/env/" + EnvSyncUser.encode(project) + "/feat/x/diff");
        reader.push(project, "feat/x", "no");
        new EnvSyncUser(address, "x").pull(project, "feat/x");
        String audit = "/api/v1/envsync/" + EnvSyncUser.encode(project) + "/audit";
        is(reader.get(audit), 403, "{\"detail\":\"Only an owner of the project may do this\"}");
        // Rows of what changed nothing are written within a second.
        List<JsonObject> rows = List.of();
        long end = System.nanoTime() + 60_000_000_000L;
        while (rows.size() < 6 && System.nanoTime() < end) {
            rows = JSON.object(ada.get(audit + "?limit=100").body()).requireObjects("entries");
        }
        assertThat(rows)
                .extracting(row -> row.requireText("action") + " " + row.requireWhole("status") + " "
                        + row.text("branch").orElse("-") + " "
                        + row.text("email").orElse("-") + " "
                        + row.text("role").orElse("-") + " " + row.text("ip").orElse("-"))
                .containsExactlyInAnyOrder(
                        "push 200 feat/x ada@example.com owner 127.0.0.1",
                        "pull 200 feat/x reader@example.com readonly 127.0.0.1",
                        "diff 200 feat/x reader@example.com readonly 127.0.0.1",
                        "push 403 feat/x reader@example.com readonly 127.0.0.1",
                        "pull 401 feat/x - - 127.0.0.1",
                        "audit_list 403 - reader@example.com readonly 127.0.0.1");
    }

    @Test
    void aVaultEnvProjectAndAnEnvSyncOneOfTheSameNameHaveNothingInCommon() {
        is(ada.pull("00000000-0000-0000-0000-000000000000", "production"), 404, GONE);
        String body = "{\"project_id\":\"app-backend\",\"environment\":\"main\"}";
        assertThat(ada.post("/api/v1/secrets/pull", body).body()).isEqualTo("{\"error\":\"Project not found\"}");
    }
}
