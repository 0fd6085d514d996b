package io.envdrift.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.LostAnswers;
import io.envdrift.json.JsonException;
import io.envdrift.vaultenv.protocol.AuditList;
import io.envdrift.vaultenv.protocol.ChangeDevice;
import io.envdrift.vaultenv.protocol.CurrentVersion;
import io.envdrift.vaultenv.protocol.DerivedKeys;
import io.envdrift.vaultenv.protocol.DeviceList;
import io.envdrift.vaultenv.protocol.DeviceSecret;
import io.envdrift.vaultenv.protocol.DeviceState;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.EnvironmentList;
import io.envdrift.vaultenv.protocol.EnvironmentQuery;
import io.envdrift.vaultenv.protocol.Message;
import io.envdrift.vaultenv.protocol.ProjectQuery;
import io.envdrift.vaultenv.protocol.PulledSecrets;
import io.envdrift.vaultenv.protocol.PushSecrets;
import io.envdrift.vaultenv.protocol.RegisterDevice;
import io.envdrift.vaultenv.protocol.RollBack;
import io.envdrift.vaultenv.protocol.SecretsBlob;
import io.envdrift.vaultenv.protocol.SecretsJson;
import io.envdrift.vaultenv.protocol.StoredVersion;
import io.envdrift.vaultenv.protocol.VaultKey;
import io.envdrift.vaultenv.protocol.VersionList;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A project on a server, as the holder of its key sees it on one device. Every method throws {@link EnvdriftException} when
 * the server cannot be reached or refuses.
 */
public final class VaultProject {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final VaultServer server;
    private final VaultKey key;
    private final Optional<DeviceSecret> device;
    private final byte[] encryptionKey;

    VaultProject(VaultServer server, VaultKey key, Optional<DeviceSecret> device) {
        this.server = server;
        this.key = key;
        this.device = device;
        this.encryptionKey = DerivedKeys.of(key, device).encryptionKey();
    }

    /** Returns the project's key. */
    public VaultKey key() {
        return key;
    }

    /**
     * Registers this device.
     *
     * @param name what people shall call it
     * @return its id, and whether it is approved already
     * @throws EnvdriftException {@code DEVICE} when there is no device secret
     */
    public DeviceState register(String name) {
        String hash = deviceHash()
                .orElseThrow(() -> new VaultEnvException(
                        ErrorCode.DEVICE, "This device has no secret", "run: vault-env register-device"));
        // The same hash again changes nothing, so the call may be repeated.
        return server.callRepeatable(
                Endpoint.REGISTER_DEVICE, key, new RegisterDevice(key.projectId(), name, hash), DeviceState::read);
    }

    /** Approves a device. */
    public DeviceState approve(String deviceId) {
        return server.callRepeatable(
                Endpoint.APPROVE_DEVICE,
                key,
                new ChangeDevice(key.projectId(), deviceId, deviceHash()),
                DeviceState::read);
    }

    /** Revokes a device. */
    public DeviceState revoke(String deviceId) {
        return server.callRepeatable(
                Endpoint.REVOKE_DEVICE,
                key,
                new ChangeDevice(key.projectId(), deviceId, deviceHash()),
                DeviceState::read);
    }

    /** Lists the project's devices, newest first. */
    public DeviceList devices() {
        return server.callRepeatable(
                Endpoint.LIST_DEVICES,
                key,
                new ProjectQuery(key.projectId(), deviceHash(), OptionalLong.empty()),
                DeviceList::read);
    }

    /**
     * Lists the project's environments.
     *
     * @return nothing when the server does not know the call, as the original does not
     */
    public Optional<EnvironmentList> environments() {
        try {
            return Optional.of(server.callRepeatable(
                    Endpoint.LIST_ENVIRONMENTS,
                    key,
                    new ProjectQuery(key.projectId(), deviceHash(), OptionalLong.empty()),
                    EnvironmentList::read));
        } catch (VaultEnvException e) {
            if (e.status().orElse(0) == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Lists who did what, newest first; the original's server does not have it. */
    public AuditList audit(int limit) {
        return server.callRepeatable(
                Endpoint.LIST_AUDIT,
                key,
                new ProjectQuery(key.projectId(), deviceHash(), OptionalLong.of(limit)),
                AuditList::read);
    }

    /** Returns what an environment holds now. */
    public Latest latest(String environment) {
        PulledSecrets pulled;
        try {
            pulled = pullBlob(environment);
        } catch (VaultEnvException e) {
            if (e.meansEmpty()) {
                return new Latest.Nothing();
            }
            throw e;
        }
        Optional<String> plaintext = decrypt(pulled.secrets());
        if (plaintext.isEmpty()) {
            return new Latest.Foreign(pulled.version());
        }
        try {
            return new Latest.Readable(pulled.version(), SecretsJson.read(plaintext.get()));
        } catch (JsonException e) {
            return new Latest.Garbled(pulled.version());
        }
    }

    /**
     * Returns an environment's secrets.
     *
     * @throws EnvdriftException {@code SECRET_NOT_FOUND} when nothing is stored, {@code FOREIGN_BLOB} when another device
     *     encrypted it, {@code MALFORMED_ANSWER} when what was encrypted is no JSON object
     */
    public Latest.Readable pull(String environment) {
        PulledSecrets pulled = pullBlob(environment);
        String plaintext = decrypt(pulled.secrets()).orElseThrow(() -> foreign(environment));
        try {
            return new Latest.Readable(pulled.version(), SecretsJson.read(plaintext));
        } catch (JsonException e) {
            throw garbled(environment);
        }
    }

    /**
     * Stores secrets as a new version. When the answer is lost, the client looks whether the version is there before it
     * signs again.
     *
     * @param changedNames what the server may know about the change; nothing when it shall not know the names
     * @param expected the version that is to be replaced; another one is a conflict. The original ignores it
     * @return the number of the version
     */
    public long push(
            String environment,
            Map<String, String> secrets,
            Optional<List<String>> changedNames,
            OptionalLong expected) {
        PushSecrets request = pushRequest(environment, secrets, changedNames, expected);
        return LostAnswers.send(
                () -> storedVersion(Endpoint.PUSH, request), () -> versionOf(environment, request.secrets()));
    }

    /**
     * Stores secrets as a new version, as {@link #push} does, but with one request and no look when its answer is lost: for
     * callers who say so themselves.
     *
     * @return the number of the version
     */
    public long pushOnce(
            String environment,
            Map<String, String> secrets,
            Optional<List<String>> changedNames,
            OptionalLong expected) {
        PushSecrets request = pushRequest(environment, secrets, changedNames, expected);
        return server.callOnce(Endpoint.PUSH, key, request, StoredVersion::read).version();
    }

    /** Returns the number of an environment's current version. */
    public CurrentVersion currentVersion(String environment) {
        return server.callRepeatable(Endpoint.CURRENT_VERSION, key, query(environment), CurrentVersion::read);
    }

    /** Lists an environment's versions, newest first, 50 at most. */
    public VersionList versions(String environment) {
        return server.callRepeatable(Endpoint.VERSIONS, key, query(environment), VersionList::read);
    }

    /**
     * Stores an old version once more, as the newest. When the answer is lost, the client looks whether there is a new
     * version before it signs again.
     *
     * @return the number of the new version
     */
    public long rollBack(String environment, long version) {
        long before = currentVersion(environment).version();
        RollBack request = new RollBack(key.projectId(), environment, version, deviceHash());
        try {
            return storedVersion(Endpoint.ROLLBACK, request);
        } catch (EnvdriftException e) {
            if (!LostAnswers.isOutcomeUnknown(e)) {
                throw e;
            }
            String mark = "rollback_from_v" + version;
            return versions(environment).versions().stream()
                    .filter(entry ->
                            entry.version() > before && entry.changedNames().contains(mark))
                    .mapToLong(VersionList.Entry::version)
                    .findFirst()
                    .orElseGet(() -> storedVersion(Endpoint.ROLLBACK, request));
        }
    }

    /** Decrypts a text that this device encrypted. */
    Optional<String> decrypt(String blob) {
        return SecretsBlob.decrypt(encryptionKey, blob);
    }

    /** Encrypts a text for this device. */
    String encrypt(String plaintext) {
        return SecretsBlob.encrypt(encryptionKey, plaintext, RANDOM);
    }

    private PulledSecrets pullBlob(String environment) {
        return server.callRepeatable(Endpoint.PULL, key, query(environment), PulledSecrets::read);
    }

    private long storedVersion(Endpoint endpoint, Message request) {
        return server.callCarefully(endpoint, key, request, StoredVersion::read).version();
    }

    /** Returns the version that holds exactly this blob; blobs are never the same twice. */
    private Optional<Long> versionOf(String environment, String blob) {
        try {
            PulledSecrets now = pullBlob(environment);
            return now.secrets().equals(blob) ? Optional.of(now.version()) : Optional.empty();
        } catch (VaultEnvException e) {
            if (e.meansEmpty()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private PushSecrets pushRequest(
            String environment,
            Map<String, String> secrets,
            Optional<List<String>> changedNames,
            OptionalLong expected) {
        String blob = encrypt(SecretsJson.write(secrets));
        return new PushSecrets(key.projectId(), environment, blob, changedNames, deviceHash(), expected);
    }

    private EnvironmentQuery query(String environment) {
        return new EnvironmentQuery(key.projectId(), environment, deviceHash());
    }

    private Optional<String> deviceHash() {
        return device.map(DeviceSecret::hash);
    }

    /** Says that secrets were decrypted but are no JSON object. */
    public static VaultEnvException garbled(String environment) {
        return new VaultEnvException(
                ErrorCode.MALFORMED_ANSWER,
                "The decrypted secrets of '" + environment + "' are no JSON object",
                "push them again, or go back to an older version with: vault-env rollback");
    }

    /** Says that secrets cannot be read here, and what to do about it. */
    public static VaultEnvException foreign(String environment) {
        return new VaultEnvException(
                ErrorCode.FOREIGN_BLOB,
                "The secrets of '" + environment + "' were encrypted by another device",
                "adopt that device's secret with: vault-env register-device --secret -"
                        + " (vault-env device export prints it there), or push again from this device");
    }
}
