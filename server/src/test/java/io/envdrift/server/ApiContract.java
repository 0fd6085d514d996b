package io.envdrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.vaultenv.protocol.AuditList;
import io.envdrift.vaultenv.protocol.CreateProject;
import io.envdrift.vaultenv.protocol.DeviceState;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.ProjectCreated;
import io.envdrift.vaultenv.protocol.PullSecrets;
import io.envdrift.vaultenv.protocol.VersionList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API promises, the same on every database; the superclasses hold it by topic, so that one server serves all. */
abstract class ApiContract extends ApiSignatureContract {
    ApiContract(Backend backend) {
        super(backend);
    }

    @Test
    void aProjectStartsWithThreeEnvironmentsAndNoKey() {
        ProjectCreated created = create("my-app");
        assertThat(created.projectId()).matches("[0-9a-f-]{36}");
        assertThat(created.environments()).containsExactly("development", "staging", "production");
        assertThat(created.setupToken()).isPresent();
        assertThat(create("my-app").projectId()).isNotEqualTo(created.projectId());
    }

    @Test
    void aKeyIsSetOnce() {
        String id = create("a").projectId();
        assertThat(setKey(id, KEY, Optional.empty()).body()).isEqualTo("{\"ok\":true}");
        setKey(id, KEY, Optional.empty()).isError(409, "Auth key already set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz", "abcd", "", "  "})
    void aKeyThatIsNot64HexDigitsIsRefused(String key) {
        Reply reply = setKey(create("a").projectId(), key, Optional.empty());
        assertThat(reply.status()).isEqualTo(400);
    }

    @Test
    void aWrongSetupTokenIsRefusedAndAStrictProjectDemandsTheRightOne() {
        ProjectCreated plain = create("a");
        setKey(plain.projectId(), KEY, Optional.of("wrong")).isError(401, "Unauthorized");
        ProjectCreated strict =
                ProjectCreated.read(post(Endpoint.CREATE_PROJECT.path(), new CreateProject("s", true).toJson())
                        .json());
        setKey(strict.projectId(), KEY, Optional.empty()).isError(401, "Unauthorized");
        assertThat(setKey(strict.projectId(), KEY, strict.setupToken()).status())
                .isEqualTo(200);
    }

    @Test
    void pushMakesConsecutiveVersionsAndPullReturnsTheLatest() {
        ApiUser user = project();
        assertThat(user.push("production", "one").body()).isEqualTo("{\"version\":1}");
        assertThat(user.push("production", "two").body()).isEqualTo("{\"version\":2}");
        assertThat(user.push("staging", "").version()).isEqualTo(1);
        assertThat(user.ask(Endpoint.PULL, "production").body()).isEqualTo("{\"secrets\":\"two\",\"version\":2}");
        assertThat(user.ask(Endpoint.PULL, "staging").body()).isEqualTo("{\"secrets\":\"\",\"version\":1}");
    }

    @Test
    void anUnknownEnvironmentIsMadeByPushOnlyAndNamesAreCaseSensitive() {
        ApiUser user = project();
        for (Endpoint endpoint : List.of(Endpoint.PULL, Endpoint.CURRENT_VERSION, Endpoint.VERSIONS)) {
            user.ask(endpoint, "Custom").isError(404, "Environment not found");
        }
        user.rollBack("Custom", 1).isError(404, "Environment not found");
        assertThat(user.push("Custom", "x").version()).isEqualTo(1);
        assertThat(user.push("", "empty name").version()).isEqualTo(1);
        assertThat(user.push("../../etc/passwd", "path-like").version()).isEqualTo(1);
        assertThat(user.ask(Endpoint.PULL, "Custom").version()).isEqualTo(1);
        user.ask(Endpoint.PULL, "custom").isError(404, "Environment not found");
    }

    @Test
    void anEnvironmentWithoutSecretsHasVersionZero() {
        ApiUser user = project();
        user.ask(Endpoint.PULL, "staging").isError(404, "No secrets stored yet");
        assertThat(user.ask(Endpoint.CURRENT_VERSION, "staging").body())
                .isEqualTo("{\"version\":0,\"updated_at\":null}");
        assertThat(user.ask(Endpoint.VERSIONS, "staging").body()).isEqualTo("{\"versions\":[]}");
    }

    private static Reply pullOf(ApiUser user, long version) {
        return user.call(
                Endpoint.PULL,
                new PullSecrets(user.project(), "production", Optional.empty(), OptionalLong.of(version)));
    }

    @Test
    void rollBackCopiesAnOldVersionToANewOne() {
        ApiUser user = project();
        user.push("production", "one");
        user.push("production", "two");
        assertThat(user.rollBack("production", 1).version()).isEqualTo(3);
        assertThat(user.ask(Endpoint.PULL, "production").body()).isEqualTo("{\"secrets\":\"one\",\"version\":3}");
        assertThat(pullOf(user, 2).body()).isEqualTo("{\"secrets\":\"two\",\"version\":2}");
        assertThat(pullOf(user, 3).body()).isEqualTo("{\"secrets\":\"one\",\"version\":3}");
        pullOf(user, 9).isError(404, "Version not found");
        user.rollBack("production", 9).isError(404, "Version not found");
        user.rollBack("production", -1).isError(404, "Version not found");
        VersionList list =
                VersionList.read(user.ask(Endpoint.VERSIONS, "production").json());
        assertThat(list.versions()).extracting(VersionList.Entry::version).containsExactly(3L, 2L, 1L);
        assertThat(list.versions().getFirst().changedKeys()).contains("[\"rollback_from_v1\"]");
        assertThat(list.versions().getLast().changedKeys()).contains("[\"+A\"]");
        assertThat(list.versions().getFirst().createdAt())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    @Test
    void theNewest50VersionsAreListed() {
        ApiUser user = project();
        for (int i = 0; i < 52; i++) {
            user.push("production", "blob" + i);
        }
        assertThat(VersionList.read(user.ask(Endpoint.VERSIONS, "production").json())
                        .versions())
                .extracting(VersionList.Entry::version)
                .containsExactlyElementsOf(
                        LongStream.iterate(52, v -> v - 1).limit(50).boxed().toList());
    }

    @Test
    void anExpectedVersionThatIsNotTheCurrentOneConflicts() {
        ApiUser user = project();
        assertThat(user.push("production", "one", OptionalLong.of(0)).version()).isEqualTo(1);
        user.push("production", "lost", OptionalLong.of(0)).isError(409, "Another version is the current one");
        assertThat(user.push("production", "two", OptionalLong.of(1)).version()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Endpoint.class)
    void badInputIsAnsweredWith400OnEveryCall(Endpoint endpoint) {
        for (String body : List.of(
                "",
                "null",
                "[]",
                "7",
                "{",
                "{}",
                "{\"project_id\":{}}",
                "\"x\"",
                "{\"project_id\":\"\\u0000\"}",
                "{\"a\":".repeat(5000),
                "[".repeat(100_000),
                "{} {}",
                "\u0000",
                "{\"project_name\":\"\"}")) {
            Reply reply = post(endpoint.path(), body);
            assertThat(reply.status())
                    .as(body.substring(0, Math.min(20, body.length())))
                    .isEqualTo(400);
            assertThat(reply.body()).startsWith("{\"error\":\"");
        }
    }

    @Test
    void aRequestOfMoreThanOneMebibyteIsTooLarge() {
        Reply reply = post(Endpoint.CREATE_PROJECT.path(), "{\"project_name\":\"" + "x".repeat(1 << 20) + "\"}");
        assertThat(reply.status()).isEqualTo(413);
        // What was left of the body would be taken for the next request.
        assertThat(reply.headers().firstValue("Connection")).hasValue("close");
        assertThat(reply.body()).isEqualTo("{\"error\":\"Request is larger than 1048576 bytes\"}");
        ApiUser user = project();
        String large = "A".repeat((1 << 20) - 300);
        assertThat(user.push("staging", large).version()).isEqualTo(1);
        assertThat(user.ask(Endpoint.PULL, "staging").json().requireText("secrets"))
                .isEqualTo(large);
    }

    @Test
    void textThatDatabasesFindHardComesBackAsItWas() {
        ApiUser user = project();
        String odd = "'; DROP TABLE projects; -- \" \\ % _ ü ✓ 🚀 \t\n";
        assertThat(user.push(odd, odd).version()).isEqualTo(1);
        assertThat(user.ask(Endpoint.PULL, odd).json().requireText("secrets")).isEqualTo(odd);
    }

    @Test
    void unknownPathsAndWrongMethodsAreNotFound() {
        for (String path : List.of(
                "/", "/api/v1", "/api/v1/secrets/push/", "/API/v1/secrets/push", "/api/v1//secrets/push", "/metrics")) {
            post(path, "{}").isError(404, "Not found");
        }
        for (String method : List.of("GET", "PUT", "DELETE", "PATCH")) {
            method(method, Endpoint.PUSH.path()).isError(404, "Not found");
        }
        Reply malformed = method("GET", "/%2e%2e/etc/passwd");
        assertThat(malformed.body()).startsWith("{\"error\":");
        assertThat(malformed.headers().firstValue("Connection")).hasValue("close");
    }

    @Test
    void everyAnswerMayBeReadByAnyPageAndIsPlainJson() {
        for (Reply reply :
                List.of(method("GET", "/health"), post("/nowhere", "{}"), post(Endpoint.PULL.path(), "{}"))) {
            assertThat(reply.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("*");
            assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
        }
        Reply options = method("OPTIONS", "/any/path");
        assertThat(options.status()).isEqualTo(200);
        assertThat(options.body()).isEmpty();
        assertThat(options.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(options.headers().firstValue("Access-Control-Allow-Methods")).contains("POST, GET, OPTIONS");
        assertThat(options.headers().firstValue("Access-Control-Allow-Headers"))
                .contains("Content-Type, X-Vault-Signature, Authorization");
    }

    @Test
    void healthAnswersToEveryMethod() {
        for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
            Reply reply = method(method, "/health");
            assertThat(reply.json().requireText("status")).isEqualTo("ok");
            assertThat(reply.json().requireWhole("ts")).isPositive();
        }
    }

    @Test
    void theAuditLogHasChangesPullsAndRefusedCalls() {
        ApiUser user = project();
        String id = DeviceState.read(user.on("h1").register("laptop").json()).deviceId();
        user.on("h1").push("production", "x");
        user.on("h1").ask(Endpoint.PULL, "production");
        user.on("h2").ask(Endpoint.PULL, "production");
        user.on("h2").push("production", "x");
        user.approve(id);
        List<AuditList.Entry> entries = awaitAudit(user, 7);
        assertThat(entries)
                .extracting(entry -> entry.action() + " " + entry.status())
                .containsExactlyInAnyOrder(
                        "set_key 200",
                        "project_create 200",
                        "device_register 200",
                        "push 200",
                        "pull 200",
                        "pull 403",
                        "push 403",
                        "device_approve 200");
        AuditList.Entry pull = entries.stream()
                .filter(entry -> entry.action().equals("pull") && entry.status() == 200)
                .findFirst()
                .orElseThrow();
        assertThat(pull.environment()).contains("production");
        assertThat(pull.device()).contains(id);
        assertThat(pull.ip()).contains("127.0.0.1");
        assertThat(pull.userAgent().orElse("")).startsWith("Java-http-client");
        assertThat(lastSeen(user)).isPresent();
    }

    @Test
    void aProjectThatGetsNoKeyWithin15MinutesIsRemoved() {
        String id = create("forgotten").projectId();
        clock.advance(Duration.ofMinutes(15).plusSeconds(1));
        setKey(id, KEY, Optional.empty()).isError(404, "Project not found");
    }
}
