package io.envdrift.vaultenv.project;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.vaultenv.DeviceStore;
import io.envdrift.vaultenv.LocalEnv;
import io.envdrift.vaultenv.VaultServer;
import io.envdrift.vaultenv.protocol.DeviceState;
import io.envdrift.vaultenv.protocol.ProjectCreated;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Makes a project: on the server, its key in {@code .env}, this machine as its first device. */
public final class InitProject {
    private final VaultServer server;
    private final DeviceStore devices;

    /** Creates the workflow. */
    public InitProject(VaultServer server, DeviceStore devices) {
        this.server = server;
        this.devices = devices;
    }

    /**
     * What is to be made.
     *
     * @param strict whether approved devices shall be needed for more than push and pull; the original ignores it
     * @param createToken what the server's operator asks for
     * @param envFile gets {@code VAULT_KEY}
     */
    public record Wish(String name, boolean strict, Optional<Secret> createToken, String deviceName, Path envFile) {}

    /**
     * What was made.
     *
     * @param ignored lines that were added to {@code .gitignore}
     */
    public record Made(String projectId, DeviceState device, List<String> ignored) {}

    /**
     * Makes it. The key is written as soon as the server knows it, so that nothing that fails later can lose it.
     *
     * @throws EnvdriftException {@code VAULT_KEY} when the .env file has a key already; others when the server refuses or a
     *     file cannot be written
     */
    public Made run(Wish wish) {
        if (LocalEnv.read(wish.envFile()).vaultKey().isPresent()) {
            throw new EnvdriftException(
                    ErrorCode.VAULT_KEY,
                    "VAULT_KEY already exists in " + wish.envFile(),
                    "remove the line to start another project; the old one stays on the server");
        }
        ProjectCreated created = server.createProject(wish.name(), wish.strict(), wish.createToken());
        VaultKey key = VaultKey.generate(created.projectId(), new SecureRandom());
        server.setKey(key, created.setupToken());
        EnvFileWriter.putKey(wish.envFile(), key);
        EnrollDevice.Enrolled enrolled = new EnrollDevice(server, devices).reuse(key, wish.deviceName());
        List<String> ignored = EnvFileWriter.ignore(EnvFileWriter.directoryOf(wish.envFile()));
        return new Made(created.projectId(), enrolled.state(), ignored);
    }
}
