package io.envdrift.cli.vaultenv;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.CliRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two machines with two homes, as the guide tells it. */
class TwoMachinesIT {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    @TempDir
    Path directory;

    private Scene scene;
    private Scene.Machine laptop;
    private Scene.Machine second;

    @BeforeEach
    void theFirstMachineHasPushed() throws IOException {
        scene = new Scene(directory);
        laptop = scene.machine("laptop");
        laptop.write(".env", "DB=postgres://user:password@db\n");
        ok(laptop.run("init --name my-app"));
        ok(laptop.run("push --env production"));
        second = scene.machine("second").env("HOSTNAME", "second");
        second.write(".env", "VAULT_KEY=" + laptop.key() + "\n");
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    @Test
    void theSecondIsApprovedAdoptsTheSharedSecretPullsAndIsRevoked() throws IOException {
        failsWith(second.run("pull --env production"), "Device not registered. Run: vault-env register-device");

        String id = id(ok(second.run("register-device --name second")));
        failsWith(second.run("pull --env production"), "Device not yet approved. Ask the project owner to run:");
        failsWith(second.run("approve-device --id " + id), "Device not yet approved.");
        assertThat(ok(laptop.run("list-devices")).out())
                .contains("⏳ " + id + "  second  (pending)")
                .contains("  laptop  (approved");
        ok(laptop.run("approve-device --id " + id));

        CliRun.Result foreign = second.run("pull --env production");
        failsWith(foreign, "The secrets of 'production' were encrypted by another device");
        assertThat(foreign.err()).contains("register-device --secret -").doesNotContain("authenticate data");

        String shared = ok(laptop.run("device export")).out();
        String own = Files.readString(second.deviceSecret());
        CliRun.Result adopted = ok(second.input(shared, "register-device --secret -"));
        assertThat(adopted.out()).contains("(approved)").contains("had before is kept in");
        assertThat(second.deviceSecret()).hasContent(shared);
        assertThat(scene.printed()).doesNotContain(own.strip());
        ok(second.run("pull --env production --output .env.production"));
        assertThat(second.read(".env.production")).isEqualTo("DB=\"postgres://user:password@db\"\n");

        // The shared secret is one device: it is revoked for both, from a machine that has another one.
        String spare = ok(laptop.run("register-device --new-secret --name spare"))
                .out()
                .lines()
                .findFirst()
                .orElseThrow();
        String spareId = id(laptop.run("register-device --new-secret --name spare-two"));
        ok(laptop.run("approve-device --id " + spareId));
        assertThat(spare).matches("[0-9a-f]{64}");
        ok(laptop.run("revoke-device --id " + sharedId(laptop)));
        CliRun.Result revoked = second.run("pull --env production");
        failsWith(revoked, "Device not registered. Run: vault-env register-device");
        assertThat(revoked.out()).as("nothing from the cache").isEmpty();
    }

    @Test
    void aSecondWithASecretOfItsOwnIsRevokedWithoutTouchingTheFirst() throws IOException {
        String id = id(ok(second.run("register-device")));
        ok(laptop.run("approve-device --id " + id));
        CliRun.Result pushed = second.run("push --env second-only --file .env.own");
        failsWith(pushed, "File not found: .env.own");
        second.write(".env.own", "OWN=1234567890\n");
        ok(second.run("push --env second-only --file .env.own"));
        ok(second.run("pull --env second-only"));

        assertThat(ok(laptop.run("revoke-device --id " + id)).out()).contains("Device revoked: " + id);
        failsWith(second.run("pull --env second-only"), "Device not registered. Run: vault-env register-device");
        assertThat(ok(laptop.run("list-devices")).out()).contains("✗ " + id);
        ok(laptop.run("pull --env production"));
    }

    @Test
    void aMachineIsNeverLockedOutByRegisteringTwice() throws IOException {
        String secret = Files.readString(laptop.deviceSecret());
        assertThat(ok(laptop.run("register-device")).out()).contains("(approved)");
        assertThat(laptop.deviceSecret()).hasContent(secret);
        ok(laptop.run("pull --env production"));
    }

    @Test
    void aSecretIsNotAdoptedWhileTheEnvironmentHoldsAnother() throws IOException {
        second.env("VAULT_DEVICE_SECRET", "another-secret");
        String shared = ok(laptop.run("device export")).out();
        failsWith(
                second.input(shared, "register-device --secret -"), "VAULT_DEVICE_SECRET holds another device secret");
        assertThat(second.deviceSecret()).doesNotExist();
    }

    @Test
    void pushReplacesWhatAnotherDeviceWroteAndSaysSoAndSetRefuses() throws IOException {
        ok(laptop.run("approve-device --id " + id(ok(second.run("register-device")))));
        failsWith(second.input("1", "set X --env production"), "were encrypted by another device");
        failsWith(second.run("delete DB --confirm --env production"), "were encrypted by another device");
        second.write(".env", second.read(".env") + "DB=other\n");
        CliRun.Result pushed = second.run("push --env production");
        assertThat(pushed.exit()).isZero();
        assertThat(pushed.err())
                .contains("Version 1 of 'production' was encrypted by another device")
                .contains("stays in the history");
        assertThat(ok(laptop.run("rollback --version 1 --env production")).out())
                .contains("Version: 3");
        ok(laptop.run("pull --env production"));
    }

    private static String sharedId(Scene.Machine machine) {
        return ok(machine.run("list-devices"))
                .out()
                .lines()
                .filter(line -> line.contains("  laptop  "))
                .map(TwoMachinesIT::firstId)
                .findFirst()
                .orElseThrow();
    }

    private static String id(CliRun.Result result) {
        return firstId(result.out());
    }

    private static String firstId(String text) {
        Matcher id = UUID.matcher(text);
        assertThat(id.find()).as(text).isTrue();
        return id.group();
    }

    private static CliRun.Result ok(CliRun.Result result) {
        assertThat(result.exit()).as(result.all()).isZero();
        return result;
    }

    private static void failsWith(CliRun.Result result, String message) {
        assertThat(result.exit()).as(result.all()).isEqualTo(1);
        assertThat(result.err()).startsWith("[ERROR] ").contains(message);
    }
}
