package io.envdrift.vaultenv.project;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.vaultenv.DeviceStore;
import io.envdrift.vaultenv.VaultServer;
import io.envdrift.vaultenv.protocol.DeviceList;
import io.envdrift.vaultenv.protocol.DeviceSecret;
import io.envdrift.vaultenv.protocol.DeviceState;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * Registers a device. The existing secret of this machine is never lost: it may be the only one that can read the
 * blobs.
 */
public final class EnrollDevice {
    private final VaultServer server;
    private final DeviceStore devices;

    /** Creates the workflow. */
    public EnrollDevice(VaultServer server, DeviceStore devices) {
        this.server = server;
        this.devices = devices;
    }

    /**
     * The result of a registration.
     *
     * @param secret the secret of another device, to be shown once; nothing when the secret is this machine's own
     * @param former where the secret lies that this machine had before, if it had another one
     * @param known the device as the server knew it before, if it was registered already: then nothing was changed, its
     *     name included
     */
    public record Enrolled(
            DeviceState state, Optional<Secret> secret, Optional<Path> former, Optional<DeviceList.Device> known) {}

    /** Registers this machine with the secret it has; it gets one when it has none. */
    public Enrolled reuse(VaultKey key, String name) {
        Optional<DeviceSecret> present = devices.find(key.projectId());
        DeviceSecret secret =
                present.orElseGet(() -> devices.keep(key.projectId(), DeviceSecret.generate(new SecureRandom())));
        List<DeviceList.Device> before = present.isEmpty()
                ? List.of()
                : server.project(key, present).devices().devices();
        DeviceState state = register(key, secret, name);
        Optional<DeviceList.Device> known = before.stream()
                .filter(device -> device.id().equals(state.deviceId()))
                .findFirst();
        return new Enrolled(state, Optional.empty(), Optional.empty(), known);
    }

    /** Registers another device, such as a server, with a new secret that is not kept here. */
    public Enrolled another(VaultKey key, String name) {
        DeviceSecret secret = DeviceSecret.generate(new SecureRandom());
        return new Enrolled(
                register(key, secret, name), Optional.of(secret.text()), Optional.empty(), Optional.empty());
    }

    /**
     * Registers this machine with the secret of another device, so that both read the same. A secret that this machine has
     * is kept beside it: what it encrypted may still be needed. Nothing is kept when the server refuses.
     *
     * @throws EnvdriftException {@code DEVICE} when the secret is empty, or this machine's comes from the environment
     */
    public Enrolled adopt(VaultKey key, String name, Secret text) {
        DeviceSecret secret = DeviceSecret.of(text.reveal().strip())
                .orElseThrow(() -> new EnvdriftException(ErrorCode.DEVICE, "The device secret is empty"));
        Optional<DeviceSecret> used = devices.find(key.projectId());
        if (used.isPresent()
                && !used.equals(devices.inFile(key.projectId()))
                && !used.get().equals(secret)) {
            throw new EnvdriftException(
                    ErrorCode.DEVICE,
                    DeviceStore.VARIABLE + " holds another device secret, and counts before the adopted one",
                    "unset " + DeviceStore.VARIABLE + ", or set it to the secret that is to be adopted");
        }
        DeviceState state = register(key, secret, name);
        return new Enrolled(state, Optional.empty(), devices.replace(key.projectId(), secret), Optional.empty());
    }

    private DeviceState register(VaultKey key, DeviceSecret secret, String name) {
        return server.project(key, Optional.of(secret)).register(name);
    }
}
