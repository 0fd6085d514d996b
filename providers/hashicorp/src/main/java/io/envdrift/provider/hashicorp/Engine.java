package io.envdrift.provider.hashicorp;

import io.envdrift.base.ErrorCode;
import io.envdrift.vault.VaultAttempt;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * The version of the mounted engine. Unless the user names it, version 2 is assumed, and the version is looked up once
 * when an answer does not fit: so a successful run makes no request besides those for its secrets.
 */
final class Engine {
    /** Describes a mount to whoever may do anything there. */
    static final String LOOK_UP = "sys/internal/ui/mounts/";

    private final Connection connection;
    private final TokenCheck token;
    private final SecretPath mount;
    private KeyValueVersion version;
    private final Optional<KeyValueVersion> configured;
    private boolean settled;

    Engine(Connection connection, TokenCheck token, SecretPath mount, Optional<KeyValueVersion> configured) {
        this.connection = connection;
        this.token = token;
        this.mount = mount;
        this.version = configured.orElse(KeyValueVersion.V2);
        this.configured = configured;
    }

    /** An answer and the version it was asked for with. */
    record Fitting(Answer answer, KeyValueVersion version) {}

    /**
     * Reads a path, again for the right version where the first answer shows that it was asked for the wrong one.
     *
     * @param path the path for a version
     */
    Fitting get(Function<KeyValueVersion, String> path, VaultAttempt attempt) {
        KeyValueVersion asked = version();
        Answer answer = connection.get(path.apply(asked));
        boolean fits = answer.isSuccess() ? isOf(asked, answer.json(attempt)) : !isAmbiguous(answer, attempt);
        if (!fits) {
            KeyValueVersion found = lookUp(attempt);
            if (found != asked && configured.isPresent()) {
                throw attempt.failed(
                        ErrorCode.VAULT_SETTINGS,
                        "the key-value engine at " + mount.text() + " is of version "
                                + found.name().substring(1) + ", and kv_version says "
                                + asked.name().substring(1),
                        "correct kv_version in [vault.hashicorp], or remove it",
                        null);
            }
            if (found != asked) {
                return new Fitting(connection.get(path.apply(found)), found);
            }
        }
        return new Fitting(answer, asked);
    }

    private synchronized KeyValueVersion version() {
        return configured.orElse(version);
    }

    /** Looks the version up, unless that is done; only one of many threads does it. */
    private synchronized KeyValueVersion lookUp(VaultAttempt attempt) {
        if (!settled) {
            Answer answer = connection.get(LOOK_UP + mount.encoded());
            if (answer.isSuccess()) {
                token.wasAccepted();
                JsonNode options = answer.json(attempt).path("data").path("options");
                version = options.path("version").asString("1").equals("2") ? KeyValueVersion.V2 : KeyValueVersion.V1;
            }
            settled = true;
        }
        return version;
    }

    /** A path of version 2 means another, missing or forbidden, secret to an engine of version 1. */
    private static boolean isAmbiguous(Answer answer, VaultAttempt attempt) {
        return answer.isForbidden()
                || (answer.isNotFound() && !answer.json(attempt).path("data").isObject());
    }

    private static boolean isOf(KeyValueVersion version, JsonNode answer) {
        JsonNode data = answer.path("data");
        return version == KeyValueVersion.V1
                || data.has("keys")
                || data.path("metadata").has("version");
    }
}
