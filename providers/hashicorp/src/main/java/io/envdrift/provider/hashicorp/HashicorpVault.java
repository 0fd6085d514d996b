package io.envdrift.provider.hashicorp;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultAttempt;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The secrets of one mount of the key-value engine. */
final class HashicorpVault implements Vault {
    private final String label;
    private final SecretPath mount;
    private final Connection connection;
    private final Engine engine;
    private final TokenCheck token;

    private HashicorpVault(HashicorpSettings settings, Connection connection) {
        this.label = settings.label();
        this.mount = settings.mount();
        this.connection = connection;
        this.token = new TokenCheck(connection, settings.login(), mount);
        this.engine = new Engine(connection, token, mount, settings.engine());
    }

    static Vault open(HashicorpSettings settings, VaultContext context) {
        return new HashicorpVault(settings, new Connection(settings, context));
    }

    /**
     * The latest version of a secret.
     *
     * @param fields nothing when there is none, or it is deleted
     * @param number the version's number, 0 where none was ever written or the engine has no versions
     */
    private record Latest(Optional<SecretFields> fields, int number, KeyValueVersion engine) {
        String version() {
            return engine == KeyValueVersion.V1 ? "" : Integer.toString(number);
        }
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public void probe() {
        VaultAttempt attempt = VaultAttempt.probing(label);
        attempt.run(() -> {
            token.require(attempt);
            return label;
        });
    }

    @Override
    public VaultSecret get(String name) {
        VaultAttempt attempt = VaultAttempt.reading(label, name);
        return attempt.run(() -> {
            Latest latest = latest(path(name, attempt), attempt);
            SecretFields fields = latest.fields()
                    .orElseThrow(() -> latest.number() > 0 ? deleted(name, latest.number()) : notFound(name));
            return VaultSecret.text(fields.text(), latest.version());
        });
    }

    @Override
    public List<String> list(String prefix) {
        VaultAttempt attempt = VaultAttempt.listing(label);
        String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        String encoded = folder.isEmpty()
                ? ""
                : "/" + path(folder.substring(0, folder.length() - 1), attempt).encoded();
        return attempt.run(() -> {
            Answer answer = engine.get(version -> version.listPath(mount) + encoded + "?list=true", attempt)
                    .answer();
            if (answer.isNotFound()) {
                return List.of();
            }
            JsonNode keys = success(answer, attempt).json(attempt).path("data").path("keys");
            if (!keys.isArray()) {
                throw attempt.misunderstood();
            }
            return StreamSupport.stream(keys.spliterator(), false)
                    .map(key -> folder + key.asString(""))
                    .filter(name -> name.startsWith(prefix) && !name.endsWith("/"))
                    .sorted()
                    .toList();
        });
    }

    @Override
    public String put(String name, Secret value, WriteCondition condition) {
        VaultAttempt attempt = VaultAttempt.writing(label, name);
        return attempt.run(() -> {
            SecretPath path = path(name, attempt);
            Latest latest = latest(path, attempt);
            if (!condition.allows(latest.fields().map(any -> latest.version()))) {
                throw new WriteConflictException(label, name);
            }
            SecretFields fields = latest.fields()
                    .orElseGet(SecretFields::none)
                    .with(value.reveal())
                    .orElseThrow(() -> attempt.failed(
                            ErrorCode.VAULT_FAILED,
                            "it keeps private keys in fields of their own, and the new value does not say which one it"
                                    + " is",
                            "write the value as DOTENV_PRIVATE_KEY_<ENVIRONMENT>=<key>",
                            null));
            return write(name, path, latest, fields, attempt);
        });
    }

    @Override
    public Optional<Duration> clockSkew() {
        return connection.clockSkew();
    }

    @Override
    public void close() {
        connection.close();
    }

    private String write(String name, SecretPath path, Latest latest, SecretFields fields, VaultAttempt attempt) {
        String target = latest.engine().dataPath(mount, path);
        if (latest.engine() == KeyValueVersion.V1) {
            var unused = success(connection.post(target, fields.fields()), attempt);
            return latest.version();
        }
        // Compare-and-set even without a condition, so that the other fields do not undo somebody else's write.
        ObjectNode body = SecretFields.JSON.createObjectNode();
        body.set("data", fields.fields());
        body.putObject("options").put("cas", latest.number());
        Answer answer = connection.post(target, body);
        if (answer.status() == 400 && answer.says("check-and-set")) {
            throw new WriteConflictException(label, name);
        }
        JsonNode version = success(answer, attempt).json(attempt).path("data").path("version");
        if (!version.isInt()) {
            throw attempt.misunderstood();
        }
        return Integer.toString(version.intValue());
    }

    private Latest latest(SecretPath path, VaultAttempt attempt) {
        Engine.Fitting read = engine.get(version -> version.dataPath(mount, path), attempt);
        Answer answer = read.answer();
        if (!answer.isNotFound()) {
            success(answer, attempt);
        }
        JsonNode data = answer.json(attempt).path("data");
        JsonNode fields = read.version() == KeyValueVersion.V1 ? data : data.path("data");
        // A deleted version answers 404 like a missing secret, but tells its number, which the next write is to follow.
        int number = data.path("metadata").path("version").asInt(0);
        if (answer.isSuccess() && !(read.version() == KeyValueVersion.V1 ? fields.isObject() : number > 0)) {
            throw attempt.misunderstood();
        }
        Optional<SecretFields> found = answer.isSuccess() && fields instanceof ObjectNode map
                ? Optional.of(new SecretFields(map))
                : Optional.empty();
        return new Latest(found, number, read.version());
    }

    private Answer success(Answer answer, VaultAttempt attempt) {
        if (answer.isSuccess()) {
            return answer;
        }
        if (answer.isForbidden()) {
            token.require(attempt);
            throw attempt.failed(
                    ErrorCode.ACCESS_DENIED,
                    "permission denied",
                    "let a policy of this token " + (attempt.writes() ? "read, create and update" : "read") + " below "
                            + mount.text() + "/ (with versions: " + mount.text() + "/data/)",
                    null);
        }
        if (answer.status() == 503 && answer.says("sealed")) {
            throw attempt.failed(
                    ErrorCode.VAULT_UNREACHABLE, "Vault is sealed", "unseal it, or ask who runs it to", null);
        }
        throw attempt.refused(answer.status());
    }

    private SecretPath path(String name, VaultAttempt attempt) {
        return SecretPath.parse(name)
                .orElseThrow(() -> attempt.failed(
                        ErrorCode.VAULT_SETTINGS,
                        "this is no possible name in HashiCorp Vault",
                        "write the path below the mount '" + mount.text()
                                + "', without slashes at its ends and without '..'",
                        null));
    }

    private VaultException deleted(String name, int version) {
        return new SecretNotFoundException(
                label,
                name,
                "Secret '" + name + "' not found in Vault (" + label + "): it exists, and its latest version " + version
                        + " is deleted",
                "bring it back with: vault kv undelete -mount=" + mount.text() + " -versions=" + version + " " + name
                        + "; or write a new one with: envdrift vault-push");
    }

    private VaultException notFound(String name) {
        return new SecretNotFoundException(
                label,
                name,
                "Secret '" + name + "' not found in Vault (" + label + ")",
                "check the name and the mount, with: vault kv list " + mount.text());
    }
}
