package io.envdrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.vaultenv.protocol.AuditList;
import io.envdrift.vaultenv.protocol.CreateProject;
import io.envdrift.vaultenv.protocol.DeviceList;
import io.envdrift.vaultenv.protocol.DeviceState;
import io.envdrift.vaultenv.protocol.DeviceStatus;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.EnvironmentQuery;
import io.envdrift.vaultenv.protocol.ProjectCreated;
import io.envdrift.vaultenv.protocol.ProjectQuery;
import io.envdrift.vaultenv.protocol.PullSecrets;
import io.envdrift.vaultenv.protocol.PushSecrets;
import io.envdrift.vaultenv.protocol.RegisterDevice;
import io.envdrift.vaultenv.protocol.SetKey;
import io.envdrift.vaultenv.protocol.VersionList;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API promises, the same on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApiContract {
    private static final String KEY = "ab".repeat(32);

    private final Backend backend;
    private final TestClock clock = new TestClock();
    private BlobServer server;
    private URI address;

    ApiContract(Backend backend) {
        this.backend = backend;
    }

    @BeforeAll
    void start(@TempDir Path directory) {
        server = BlobServer.start(TestServers.settings(backend.fresh(directory)), clock);
        address = server.address();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
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

    @Test
    void theFirstDeviceIsApprovedAndEveryOtherWaits() {
        ApiUser user = project();
        DeviceState first = DeviceState.read(user.on("h1").register("laptop").json());
        DeviceState second = DeviceState.read(user.on("h2").register("server").json());
        assertThat(first.status()).isEqualTo(DeviceStatus.APPROVED);
        assertThat(second.status()).isEqualTo(DeviceStatus.PENDING);

        user.on("h2").push("production", "x").isError(403, "Device pending approval");
        user.on("h3").push("production", "x").isError(403, "Device not registered or revoked");
        user.push("production", "x").isError(403, "Device not registered or revoked");
        assertThat(user.on("h1").push("production", "x").version()).isEqualTo(1);

        assertThat(user.on("h1").approve(second.deviceId()).body())
                .isEqualTo("{\"device_id\":\"" + second.deviceId() + "\",\"status\":\"approved\"}");
        assertThat(user.on("h2").ask(Endpoint.PULL, "production").version()).isEqualTo(1);
        assertThat(user.on("h1").revoke(second.deviceId()).body())
                .isEqualTo("{\"device_id\":\"" + second.deviceId() + "\",\"status\":\"revoked\"}");
        user.on("h2").ask(Endpoint.PULL, "production").isError(403, "Device not registered or revoked");
        assertThat(DeviceState.read(user.on("h2").register("other name").json()))
                .as("the same hash again: same id, current status")
                .isEqualTo(new DeviceState(second.deviceId(), DeviceStatus.REVOKED));
        assertThat(user.on("h1").approve(second.deviceId()).status())
                .as("approving un-revokes")
                .isEqualTo(200);
        assertThat(user.on("h2").ask(Endpoint.PULL, "production").status()).isEqualTo(200);
    }

    @Test
    void devicesAreListedNewestFirstWithoutTheirHashes() {
        ApiUser user = project();
        user.on("h1").register("laptop");
        clock.advance(Duration.ofMillis(5));
        user.on("h2").register("server");
        Reply reply = user.call(
                Endpoint.LIST_DEVICES, new ProjectQuery(user.project(), Optional.empty(), OptionalLong.empty()));
        List<DeviceList.Device> devices = DeviceList.read(reply.json()).devices();
        assertThat(devices).extracting(DeviceList.Device::name).containsExactly("server", "laptop");
        assertThat(devices.getFirst().approvedAt()).isEmpty();
        assertThat(devices.getLast().approvedAt()).isPresent();
        assertThat(reply.body()).doesNotContain("h1").contains("\"last_seen_at\":null");
    }

    @Test
    void afterAllDevicesAreRevokedTheNextOneStillWaits() {
        ApiUser user = project();
        DeviceState only = DeviceState.read(user.on("h1").register("laptop").json());
        assertThat(user.revoke(only.deviceId()).status()).isEqualTo(200);
        assertThat(DeviceState.read(user.on("h2").register("next").json()).status())
                .isEqualTo(DeviceStatus.PENDING);
    }

    @Test
    void anUnknownDeviceCannotBeChanged() {
        ApiUser user = project();
        user.approve("nobody").isError(404, "Device not found");
        user.revoke("../x").isError(404, "Device not found");
        ApiUser other = project();
        String device =
                DeviceState.read(other.on("h").register("laptop").json()).deviceId();
        user.approve(device).isError(404, "Device not found");
    }

    @Test
    void aStrictProjectDemandsAnApprovedDeviceForDevicesAndHistory() {
        ApiUser key = ApiUser.withProject(address, clock, true);
        ApiUser laptop = key.on("h1");
        ApiUser thief = key.on("h2");
        String laptopId = DeviceState.read(laptop.register("laptop").json()).deviceId();
        String thiefId = DeviceState.read(thief.register("thief").json()).deviceId();
        laptop.push("production", "one");

        thief.approve(thiefId).isError(403, "Device pending approval");
        key.approve(thiefId).isError(403, "Device not registered or revoked");
        thief.revoke(laptopId).isError(403, "Device pending approval");
        thief.rollBack("production", 1).isError(403, "Device pending approval");
        thief.ask(Endpoint.VERSIONS, "production").isError(403, "Device pending approval");
        thief.call(Endpoint.LIST_AUDIT, new ProjectQuery(key.project(), Optional.of("h2"), OptionalLong.empty()))
                .isError(403, "Device pending approval");

        assertThat(laptop.rollBack("production", 1).version()).isEqualTo(2);
        assertThat(laptop.ask(Endpoint.VERSIONS, "production").status()).isEqualTo(200);
        laptop.revoke(laptopId).isError(409, "The last approved device of a strict project cannot be revoked");
        assertThat(laptop.approve(thiefId).status()).isEqualTo(200);
        assertThat(laptop.revoke(laptopId).status()).isEqualTo(200);
    }

    @Test
    void aStrictProjectDemandsSignaturesBoundToTheCall() {
        ApiUser user = ApiUser.withProject(address, clock, true);
        String json = new EnvironmentQuery(user.project(), "staging", Optional.empty()).toJson();
        Reply plain = user.send(Endpoint.CURRENT_VERSION, json, user.signPlain(json));
        assertThat(plain.status()).isEqualTo(401);
        assertThat(plain.body()).contains("Unauthorized: this project is strict", "vault-env init --plain");
        String forged = user.signPlain(json + " ");
        user.send(Endpoint.CURRENT_VERSION, json, forged).isError(401, "Unauthorized");
        assertThat(user.send(Endpoint.CURRENT_VERSION, json, user.sign(Endpoint.CURRENT_VERSION, json))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aBoundSignatureIsGoodForItsCallOnlyButAPlainOneForAll() {
        ApiUser user = project();
        String json = new EnvironmentQuery(user.project(), "staging", Optional.empty()).toJson();
        user.send(Endpoint.VERSIONS, json, user.sign(Endpoint.CURRENT_VERSION, json))
                .isError(401, "Unauthorized");
        String plain = user.signPlain(json);
        assertThat(user.send(Endpoint.VERSIONS, json, plain).status()).isEqualTo(200);
        assertThat(user.send(Endpoint.CURRENT_VERSION, json, plain).status()).isEqualTo(200);
    }

    @Test
    void aChangeIsMadeOnceHoweverOftenItIsSent() {
        ApiUser user = project();
        String json = new PushSecrets(
                        user.project(), "staging", "b", Optional.empty(), Optional.empty(), OptionalLong.empty())
                .toJson();
        String signature = user.signPlain(json);
        assertThat(user.send(Endpoint.PUSH, json, signature).version()).isEqualTo(1);
        assertThat(user.send(Endpoint.PUSH, json, signature).body())
                .as("the very same request gets the same answer")
                .isEqualTo("{\"version\":1}");
        user.send(Endpoint.PUSH, json, upperCaseDigest(signature)).isError(401, "Unauthorized");
        user.send(Endpoint.PUSH, json, signature + ",x=1").isError(401, "Unauthorized");
        user.send(Endpoint.PULL, json, signature).isError(401, "Unauthorized");
        assertThat(user.ask(Endpoint.CURRENT_VERSION, "staging").version()).isEqualTo(1);
    }

    @Test
    void aSignatureThatApprovedADeviceCannotRevokeIt() {
        ApiUser user = project();
        user.on("h1").register("laptop");
        String id = DeviceState.read(user.on("h2").register("server").json()).deviceId();
        String json = "{\"project_id\":\"" + user.project() + "\",\"device_id\":\"" + id + "\"}";
        String signature = user.signPlain(json);
        assertThat(user.send(Endpoint.APPROVE_DEVICE, json, signature).status()).isEqualTo(200);
        user.send(Endpoint.REVOKE_DEVICE, json, signature).isError(401, "Unauthorized");
    }

    @ParameterizedTest
    @CsvSource({"-299, 200", "-301, 401", "58, 200", "63, 401"})
    void aSignatureIsGoodForFiveMinutesAndAMinuteAhead(int seconds, int status) {
        ApiUser user = project();
        String json = new EnvironmentQuery(user.project(), "staging", Optional.empty()).toJson();
        String signature =
                user.signAt(json, clock.millis() + Duration.ofSeconds(seconds).toMillis());
        assertThat(user.send(Endpoint.CURRENT_VERSION, json, signature).status())
                .isEqualTo(status);
    }

    @Test
    void signaturesOfAnotherProjectOrNoneAreRefused() {
        ApiUser user = project();
        ApiUser other = project();
        String json = new EnvironmentQuery(user.project(), "staging", Optional.empty()).toJson();
        user.send(Endpoint.PULL, json, other.sign(Endpoint.PULL, json)).isError(401, "Unauthorized");
        user.send(Endpoint.PULL, json, "").isError(401, "Unauthorized");
        user.send(Endpoint.PULL, json, "v=1,d=zz").isError(401, "Unauthorized");
        user.send(Endpoint.PULL, json + " ", user.sign(Endpoint.PULL, json)).isError(401, "Unauthorized");
        assertThat(user.send(Endpoint.CURRENT_VERSION, " " + json, user.sign(Endpoint.CURRENT_VERSION, " " + json))
                        .status())
                .as("white space in the body is signed like everything else")
                .isEqualTo(200);
    }

    @Test
    void aProjectWithoutAKeyAcceptsNoSignature() {
        String id = create("a").projectId();
        String json = new EnvironmentQuery(id, "staging", Optional.empty()).toJson();
        Reply reply = post(Endpoint.PULL.path(), json);
        reply.isError(401, "Unauthorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-project", "", "../../etc", "vk_a_b"})
    void anUnknownProjectIsNotFoundBeforeTheSignatureIsLookedAt(String id) {
        post(Endpoint.PULL.path(), new EnvironmentQuery(id, "e", Optional.empty()).toJson())
                .isError(404, "Project not found");
        setKey("nobody", KEY, Optional.empty()).isError(404, "Project not found");
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

    @Test
    void aSignatureIsRememberedUntilItIsStale() {
        ApiUser user = project();
        String json = new RegisterDevice(user.project(), "laptop", "h").toJson();
        String signature = user.signPlain(json);
        assertThat(user.send(Endpoint.REGISTER_DEVICE, json, signature).status())
                .isEqualTo(200);
        clock.advance(Duration.ofSeconds(299));
        post("/api/v1/project/create", "{}");
        assertThat(user.send(Endpoint.REGISTER_DEVICE, json, signature).status())
                .isEqualTo(200);
        user.send(Endpoint.REGISTER_DEVICE, json, upperCaseDigest(signature)).isError(401, "Unauthorized");
    }

    private List<AuditList.Entry> awaitAudit(ApiUser user, int atLeast) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (true) {
            List<AuditList.Entry> entries = AuditList.read(user.call(
                                    Endpoint.LIST_AUDIT,
                                    new ProjectQuery(user.project(), Optional.empty(), OptionalLong.empty()))
                            .json())
                    .entries();
            if (entries.size() > atLeast || System.nanoTime() > end) {
                return entries;
            }
            Thread.onSpinWait();
        }
    }

    private Optional<String> lastSeen(ApiUser user) {
        Reply reply = user.call(
                Endpoint.LIST_DEVICES, new ProjectQuery(user.project(), Optional.empty(), OptionalLong.empty()));
        return DeviceList.read(reply.json()).devices().getFirst().lastSeenAt();
    }

    private ApiUser project() {
        return ApiUser.withProject(address, clock, false);
    }

    private ProjectCreated create(String name) {
        return ProjectCreated.read(post(Endpoint.CREATE_PROJECT.path(), new CreateProject(name, false).toJson())
                .json());
    }

    private Reply setKey(String id, String key, Optional<String> token) {
        return post(Endpoint.SET_KEY.path(), new SetKey(id, key, token).toJson());
    }

    private Reply post(String path, String body) {
        return ApiUser.send(address, path, body, "");
    }

    private Reply method(String method, String path) {
        return ApiUser.send(HttpRequest.newBuilder(address.resolve(path))
                .method(method, BodyPublishers.noBody())
                .build());
    }

    private static String upperCaseDigest(String signature) {
        int start = signature.indexOf("d=") + 2;
        return signature.substring(0, start) + signature.substring(start).toUpperCase(Locale.ROOT);
    }
}
