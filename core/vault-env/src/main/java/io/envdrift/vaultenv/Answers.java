package io.envdrift.vaultenv;

import io.envdrift.base.ErrorCode;
import io.envdrift.http.HttpResponse;
import io.envdrift.vaultenv.protocol.Endpoint;
import io.envdrift.vaultenv.protocol.JsonObject;
import io.envdrift.vaultenv.protocol.MalformedMessageException;
import java.util.Optional;
import java.util.function.Function;

/** Turns what a server answered into a message or into an error in the documented words. */
final class Answers {
    private static final int MAX_QUOTED = 300;

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
            return reader.apply(JsonObject.parse(response.body()));
        } catch (MalformedMessageException e) {
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
        int status = response.status();
        String body = response.text();
        if (status == 403 && body.contains("pending")) {
            return new VaultEnvException(
                    ErrorCode.DEVICE,
                    status,
                    "Device not yet approved. Ask the project owner to run: vault-env approve-device --id <uuid>",
                    "vault-env list-devices shows the id");
        }
        if (status == 403 && body.contains("Device not registered")) {
            return new VaultEnvException(
                    ErrorCode.DEVICE,
                    status,
                    "Device not registered. Run: vault-env register-device",
                    "a device that was revoked must be approved again");
        }
        return new VaultEnvException(
                code(status),
                status,
                "Vault " + verb(endpoint) + " failed (" + status + "): " + errorText(response),
                hint(status, body));
    }

    /** Servers send {@code {"error": …}}; whatever else comes is shortened and cannot harm a terminal. */
    private static String errorText(HttpResponse response) {
        Optional<String> error;
        try {
            error = JsonObject.parse(response.body()).text("error");
        } catch (MalformedMessageException e) {
            error = Optional.empty();
        }
        String said = error.orElseGet(response::text);
        String text = (said.isBlank() ? "no reason was given" : said)
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "…" : text;
    }

    private static ErrorCode code(int status) {
        return switch (status) {
            case 401 -> ErrorCode.NOT_AUTHENTICATED;
            case 403 -> ErrorCode.ACCESS_DENIED;
            case 404 -> ErrorCode.SECRET_NOT_FOUND;
            case 409 -> ErrorCode.WRITE_CONFLICT;
            case 429 -> ErrorCode.THROTTLED;
            default -> ErrorCode.VAULT_ENV;
        };
    }

    private static String hint(int status, String body) {
        if (status < 400) {
            return "a redirect is never followed: set the vault URL to the one that the server itself answers at";
        }
        return switch (status) {
            case 401 -> "check VAULT_KEY, and that the clock of this machine is right";
            case 404 -> notFoundHint(body);
            case 409 -> "somebody else was faster; look at the new state, then try again";
            case 413 -> "the server has a limit for the size of an environment";
            case 429 -> "wait a minute";
            default -> status >= 500 ? "the server failed; try again later" : "see the server's answer";
        };
    }

    private static String notFoundHint(String body) {
        if (body.contains("Environment not found") || body.contains("No secrets stored")) {
            return "check the environment's name; vault-env push makes it";
        }
        if (body.contains("Device not found")) {
            return "vault-env list-devices shows the ids";
        }
        if (body.contains("Version not found")) {
            return "vault-env versions shows the numbers";
        }
        return "check the vault URL, and that VAULT_KEY is of a project on that server";
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
