package io.envdrift.cli.vaultenv;

import io.envdrift.base.Secret;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.SecretArgument;
import io.envdrift.cli.base.ServerSession;
import io.envdrift.cli.render.Escaping;
import io.envdrift.files.ContainedPath;
import io.envdrift.git.WorkTree;
import io.envdrift.vaultenv.DeviceStore;
import io.envdrift.vaultenv.EnvironmentMemory;
import io.envdrift.vaultenv.EnvironmentName;
import io.envdrift.vaultenv.LocalEnv;
import io.envdrift.vaultenv.VaultEnv;
import io.envdrift.vaultenv.VaultEnvLoader;
import io.envdrift.vaultenv.VaultHome;
import io.envdrift.vaultenv.VaultKeys;
import io.envdrift.vaultenv.VaultProject;
import io.envdrift.vaultenv.VaultServer;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens the workflows of vault-env from options and machine. */
final class VaultEnvSession extends ServerSession {
    private final Duration timeout;
    private final Optional<String> keyName;
    private final VaultServer server;

    VaultEnvSession(Host host, Reporter reporter, Optional<URI> address, Duration timeout, Optional<String> keyName) {
        super(host, reporter);
        this.timeout = timeout;
        this.keyName = keyName;
        this.server =
                VaultServer.at(VaultServer.resolveAddress(address, host.environment()), host.environment(), timeout);
    }

    /** Returns the directory of keys and device secrets. */
    static VaultHome home(Host host) {
        return new VaultHome(host.home().resolve(".vault"));
    }

    /** Returns how long a call, and a pipe that the user names, is waited for. */
    Duration timeout() {
        return timeout;
    }

    VaultServer server() {
        return server;
    }

    VaultHome home() {
        return home(host());
    }

    DeviceStore devices() {
        return new DeviceStore(home(), host().environment());
    }

    /**
     * Returns the .env file that has the key and gets a new one. Nobody names it, so a link there must stay in the project.
     *
     * @throws io.envdrift.base.EnvdriftException {@code PATH_ESCAPES} when it does not
     */
    Path envFile() {
        Path file = host().workingDirectory().resolve(".env");
        if (!Files.isSymbolicLink(file)) {
            return file;
        }
        Path root = WorkTree.of(host().workingDirectory()).map(WorkTree::root).orElse(host().workingDirectory());
        return ContainedPath.followInside(root, file, "the .env file");
    }

    /**
     * Returns the key that is meant.
     *
     * @throws io.envdrift.base.EnvdriftException {@code VAULT_KEY} when there is none
     */
    VaultKey key() {
        return new VaultKeys(home()).find(keyName, host().environment(), envFile());
    }

    /** Returns the project that the key opens, on this device. */
    VaultProject project() {
        VaultKey key = key();
        return server.project(key, devices().find(key.projectId()));
    }

    String environmentName(Optional<String> option) {
        return EnvironmentName.resolve(option, host().environment());
    }

    /** Returns a loader for this project, with the key that is meant and the cache beside the .env file. */
    VaultEnvLoader loader(String environment) {
        Map<String, String> variables = new HashMap<>(host().environment());
        variables.put(LocalEnv.VAULT_KEY, key().text().reveal());
        return VaultEnv.builder()
                .path(envFile())
                .environment(environment)
                .vaultUrl(server.address())
                .processEnvironment(variables)
                .home(home())
                .timeout(timeout)
                .warnings(text -> host().err().println("[vault-env] " + Escaping.text(text)));
    }

    /** Notes a version that the server answered with, and warns when it went back. */
    void note(VaultProject project, String environment, long version) {
        new EnvironmentMemory(home(), project.key().projectId())
                .note(environment, version)
                .ifPresent(warning -> reporter().warn(List.of(warning)));
    }

    /** Reads a secret that an option or argument names: {@code -}, {@code @FILE}, or the text itself. */
    Secret secret(String source) {
        return new SecretArgument(host(), reporter()).read(source);
    }

    @Override
    public void close() {
        server.close();
    }
}
