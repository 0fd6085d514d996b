package io.envdrift.vaultenv;

import io.envdrift.files.FolderLock;
import io.envdrift.vaultenv.protocol.DeviceSecret;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * This machine's device secrets: {@code VAULT_DEVICE_SECRET}, else {@code ~/.vault/<projectId>.key}, which holds the
 * secret and a line end. An existing secret is never overwritten without a copy, because blobs that it encrypted could
 * not be read any more.
 */
public final class DeviceStore {
    /** The variable that takes the place of the file, for servers and CI. */
    public static final String VARIABLE = "VAULT_DEVICE_SECRET";

    private static final int SHORT_HASH = 8;

    private final VaultHome home;
    private final Map<String, String> environment;

    /** Creates a store over a home and an environment. */
    public DeviceStore(VaultHome home, Map<String, String> environment) {
        this.home = home;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Returns this machine's secret for a project.
     *
     * @throws io.envdrift.base.EnvdriftException {@code VAULT_KEY} when the project id cannot be part of a path, {@code
     *     FILE_ACCESS} when the file cannot be read
     */
    public Optional<DeviceSecret> find(String projectId) {
        String variable = environment.getOrDefault(VARIABLE, "");
        return variable.isEmpty() ? inFile(projectId) : DeviceSecret.of(variable);
    }

    /** Returns the secret in the file, whatever the environment says. */
    public Optional<DeviceSecret> inFile(String projectId) {
        return home.read(file(projectId)).flatMap(text -> DeviceSecret.of(text.strip()));
    }

    /**
     * Keeps a secret for a project, unless there is one.
     *
     * @return the secret that the file holds now, which is another one if there was one
     * @throws io.envdrift.base.EnvdriftException {@code LOCKED} when another process writes here for ten seconds, {@code
     *     FILE_ACCESS} when the file cannot be read or written
     */
    public DeviceSecret keep(String projectId, DeviceSecret secret) {
        Optional<DeviceSecret> present = inFile(projectId);
        if (present.isPresent()) {
            return present.get();
        }
        // Of several processes one makes the file, and all use its content; a file that is being written looks empty.
        try (FolderLock lock = home.lock()) {
            return inFile(projectId).orElseGet(() -> {
                home.write(file(projectId), secret.text().reveal() + "\n");
                return secret;
            });
        }
    }

    /**
     * Keeps a secret for a project in place of the one that is there, which stays beside it: {@code <projectId>.key.old-} and
     * the first digits of its hash.
     *
     * @return where the former secret lies now, if there was another one
     */
    public Optional<Path> replace(String projectId, DeviceSecret secret) {
        DeviceSecret former = keep(projectId, secret);
        if (former.equals(secret)) {
            return Optional.empty();
        }
        Path file = file(projectId);
        Path old =
                file.resolveSibling(file.getFileName() + ".old-" + former.hash().substring(0, SHORT_HASH));
        home.write(old, former.text().reveal() + "\n");
        home.write(file, secret.text().reveal() + "\n");
        return Optional.of(old);
    }

    /** Returns where a project's secret is kept. */
    public Path file(String projectId) {
        return home.directory().resolve(VaultHome.requireSafe(projectId) + ".key");
    }
}
