package io.envdrift.vaultenv;

import io.envdrift.base.ErrorCode;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.RefusedAnswer;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonObject;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.Messages;
import io.envdrift.vaultenv.protocol.VaultEnvRefusal;
import java.util.Optional;
import java.util.function.Function;

/** Turns an answer of the server into a message, or into an error in the documented words. */
final class Answers {
    private static final String OTHER_SERVER = "check the vault URL, and that VAULT_KEY is of a project on that server";

    private Answers() {}

    /**
     * Reads an answer.
     *
     * @param reader takes the message out of the JSON
     * @throws VaultEnvException when it is no success, no JSON object, or another message
     */
    static <T> T read(Endpoint endpoint, HttpResponse response, Function<JsonObject, T> reader) {
        if (!response.isSuccess()) {
            throw refused(endpoint, response);
        }
        try {
            return reader.apply(Messages.parse(response.body()));
        } catch (JsonException e) {
            throw misunderstood(endpoint);
        }
    }

    /** Says that an answer is a success, but none of a vault server. */
    static VaultEnvException misunderstood(Endpoint endpoint) {
        return new VaultEnvException(
                ErrorCode.MALFORMED_ANSWER,
                "Vault " + verb(endpoint) + " failed: the answer is not that of a vault server",
                "check the vault URL");
    }

    private static VaultEnvException refused(Endpoint endpoint, HttpResponse response) {
        Optional<String> error = error(response);
        Optional<VaultEnvRefusal> known = error.flatMap(text -> VaultEnvRefusal.of(response.status(), text));
        RefusedAnswer answer = RefusedAnswer.of(response, error);
        if (known.isPresent() && known.get() == VaultEnvRefusal.DEVICE_PENDING) {
            return new VaultEnvException(
                    ErrorCode.DEVICE,
                    answer.status(),
                    known,
                    "Device not yet approved. Ask the project owner to run: vault-env approve-device --id <uuid>",
                    "vault-env list-devices shows the id");
        }
        if (known.isPresent() && known.get() == VaultEnvRefusal.DEVICE_NOT_REGISTERED) {
            return new VaultEnvException(
                    ErrorCode.DEVICE,
                    answer.status(),
                    known,
                    "Device not registered. Run: vault-env register-device",
                    "a device that was revoked must be approved again");
        }
        return new VaultEnvException(
                answer.code(ErrorCode.VAULT_ENV),
                answer.status(),
                known,
                "Vault " + verb(endpoint) + " failed (" + answer.status() + "): " + answer.text(),
                hint(answer.status(), known));
    }

    /** Servers send {@code {"error": …}}; a gateway sends whatever it likes. */
    private static Optional<String> error(HttpResponse response) {
        try {
            return Messages.parse(response.body()).text("error");
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static String hint(int status, Optional<VaultEnvRefusal> known) {
        if (status < 400) {
            return "a redirect is never followed: set the vault URL to the one that the server itself answers at";
        }
        return switch (status) {
            case 401 -> unauthorizedHint(known);
            case 404 -> known.map(Answers::notFoundHint).orElse(OTHER_SERVER);
            case 409 -> "somebody else was faster; look at the new state, then try again";
            case 413 -> "the server has a limit for the size of an environment";
            case 429 -> "wait a minute";
            default -> status >= 500 ? "the server failed; try again later" : "see the server's answer";
        };
    }

    private static String unauthorizedHint(Optional<VaultEnvRefusal> known) {
        return known.filter(refusal -> refusal == VaultEnvRefusal.CREATE_TOKEN_REQUIRED)
                        .isPresent()
                ? "ask the server's operator for its create token, and pass it with --create-token @FILE, or - for"
                        + " standard input"
                : "check VAULT_KEY, and that the clock of this machine is right";
    }

    private static String notFoundHint(VaultEnvRefusal known) {
        return switch (known) {
            case ENVIRONMENT_NOT_FOUND, NOTHING_STORED -> "check the environment's name; vault-env push makes it";
            case DEVICE_NOT_FOUND -> "vault-env list-devices shows the ids";
            case VERSION_NOT_FOUND -> "vault-env versions shows the numbers";
            default -> OTHER_SERVER;
        };
    }

    /** Returns what a call is named in messages: the word of the command line. */
    static String verb(Endpoint endpoint) {
        return switch (endpoint) {
            case CREATE_PROJECT -> "init";
            case SET_KEY -> "key set-up";
            case REGISTER_DEVICE -> "register-device";
            case APPROVE_DEVICE -> "approve-device";
            case LIST_DEVICES -> "list-devices";
            case REVOKE_DEVICE -> "revoke-device";
            case PUSH -> "push";
            case PULL -> "pull";
            case CURRENT_VERSION -> "version check";
            case VERSIONS -> "versions";
            case ROLLBACK -> "rollback";
            case LIST_ENVIRONMENTS -> "list of environments";
            case LIST_AUDIT -> "audit";
        };
    }
}
