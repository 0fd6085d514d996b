package io.envdrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.vaultenv.protocol.DeviceList;
import io.envdrift.vaultenv.protocol.DeviceState;
import io.envdrift.vaultenv.protocol.DeviceStatus;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.EnvironmentQuery;
import io.envdrift.vaultenv.protocol.ProjectQuery;
import io.envdrift.vaultenv.protocol.PushSecrets;
import io.envdrift.vaultenv.protocol.RegisterDevice;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of {@link ApiContract} about who calls: devices and signatures. */
abstract class ApiSignatureContract extends ApiScene {
    ApiSignatureContract(Backend backend) {
        super(backend);
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
        try (TestClock.Stop stop = clock.stop()) {
            assertThat(stop).isNotNull();
            String signature = user.signAt(
                    json, clock.millis() + Duration.ofSeconds(seconds).toMillis());
            assertThat(user.send(Endpoint.CURRENT_VERSION, json, signature).status())
                    .isEqualTo(status);
        }
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

    @Test
    void aSignatureIsRememberedUntilItIsStale() {
        ApiUser user = project();
        String json = new RegisterDevice(user.project(), "laptop", "h").toJson();
        try (TestClock.Stop stop = clock.stop()) {
            assertThat(stop).isNotNull();
            String signature = user.signPlain(json);
            assertThat(user.send(Endpoint.REGISTER_DEVICE, json, signature).status())
                    .isEqualTo(200);
            clock.advance(Duration.ofSeconds(299));
            post("/api/v1/project/create", "{}");
            assertThat(user.send(Endpoint.REGISTER_DEVICE, json, signature).status())
                    .isEqualTo(200);
            user.send(Endpoint.REGISTER_DEVICE, json, upperCaseDigest(signature))
                    .isError(401, "Unauthorized");
        }
    }

    private static String upperCaseDigest(String signature) {
        int start = signature.indexOf("d=") + 2;
        return signature.substring(0, start) + signature.substring(start).toUpperCase(Locale.ROOT);
    }
}
