package io.envdrift.testkit.azure;

import io.envdrift.testkit.FaultServer;
import io.envdrift.testkit.FaultyService;
import io.envdrift.testkit.ServiceError;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.ReceivedRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ServerSocketFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One Azure Key Vault as far as envdrift uses it, over TLS with its bearer challenge, and on the same address what gives out
 * tokens. What the real services refuse, this one refuses.
 */
public final class KeyVaultFake implements FaultyService {
    /** What tokens must be for. */
    public static final String RESOURCE = "https://vault.azure.net";
    /** The tenant of the vault. */
    public static final String TENANT = "72f988bf-0000-4000-8000-2d7cd011db47";

    static final String VERSION = "2025-07-01";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> VERSIONS = Set.of("7.4", "7.5", "7.6", VERSION);

    private final KeyVaultState state = new KeyVaultState();
    private final EntraFake entra = new EntraFake();
    private final FaultServer server;
    private volatile String resource = RESOURCE;

    private KeyVaultFake(Optional<ServerSocketFactory> tls, List<AzureIdentity> identities) throws IOException {
        identities.forEach(entra::admit);
        server = FaultServer.start(tls, this::answer);
    }

    /** Starts the vault, empty, for some applications. Without TLS the SDK does not talk to it. */
    public static KeyVaultFake start(Optional<ServerSocketFactory> tls, AzureIdentity... identities)
            throws IOException {
        return new KeyVaultFake(tls, List.of(identities));
    }

    /** Returns what gives out tokens. */
    public EntraFake entra() {
        return entra;
    }

    /** Asks in its challenge for tokens of another service. */
    public void challengesFor(String other) {
        resource = other;
    }

    /** Deletes a secret, so that it can be recovered. */
    public void delete(String name) {
        state.delete(name);
    }

    /** Disables a secret. */
    public void disable(String name) {
        state.disable(name);
    }

    /** Gives a secret a version without value. */
    public void storeWithoutValue(String name) {
        state.store(name, null);
    }

    @Override
    public FaultServer server() {
        return server;
    }

    @Override
    public void store(String name, String value) {
        state.store(name, value);
    }

    @Override
    public Optional<String> stored(String name) {
        return state.stored(name);
    }

    @Override
    public Answer refusal(int status) {
        ServiceError error = switch (status) {
            case 401 -> unauthorized();
            case 403 -> forbidden("Get");
            case 404 -> AzureError.vault(404, "SecretNotFound", "", "A secret was not found in this key vault.");
            case 429 -> AzureError.vault(429, "Throttled", "", "Request was throttled due to too many requests.");
            case 500 -> AzureError.vault(500, "InternalError", "", "An internal error has occurred.");
            default -> AzureError.vault(status, "ServiceUnavailable", "", "Service is unavailable.");
        };
        return status == 401 ? challenge(error) : error.answer();
    }

    @Override
    public boolean reads(ReceivedRequest request) {
        return isAuthorized(request, "GET");
    }

    @Override
    public boolean writes(ReceivedRequest request) {
        return isAuthorized(request, "PUT");
    }

    /** Requests without a token fetch the challenge and do nothing else. */
    private static boolean isAuthorized(ReceivedRequest request, String method) {
        return request.method().equals(method)
                && request.path().startsWith("/secrets/")
                && request.header("Authorization").isPresent();
    }

    private Answer answer(ReceivedRequest request) {
        return entra.answer(request, server.uri("").toString())
                .orElseGet(() -> identify(request)
                        .map(identity -> Answer.json(
                                        200, perform(request, identity).toString())
                                .with("Content-Type", "application/json; charset=utf-8"))
                        .orElseGet(() -> challenge(unauthorized())));
    }

    private Optional<AzureIdentity> identify(ReceivedRequest request) {
        Optional<String> bearer = request.bearer();
        if (bearer.isEmpty()) {
            if (request.body().length > 0) {
                throw AzureError.bad("A body came before its sender signed in");
            }
            return Optional.empty();
        }
        return bearer.flatMap(entra::find)
                .filter(token -> token.resource().equals(resource)
                        && token.identity().tenant().equals(TENANT))
                .map(EntraFake.Token::identity);
    }

    private ObjectNode perform(ReceivedRequest request, AzureIdentity identity) {
        Map<String, String> query = request.query();
        if (!VERSIONS.contains(query.getOrDefault("api-version", ""))) {
            throw AzureError.bad("The api-version is missing or not supported");
        }
        String base = "https://" + request.header("Host").orElseThrow();
        String[] path = request.path().split("/");
        String call = request.method() + " " + (path.length > 1 ? path[1] : "") + " " + path.length;
        return switch (call) {
            case "GET secrets 2" -> {
                require(identity, "List");
                int most = Integer.parseInt(query.getOrDefault("maxresults", "25"));
                yield state.list(Integer.parseInt(query.getOrDefault("$skiptoken", "0")), most, base);
            }
            case "GET secrets 3" -> {
                require(identity, "Get");
                yield state.get(path[2], base);
            }
            case "PUT secrets 3" -> {
                require(identity, "Set");
                yield state.put(path[2], body(request), base);
            }
            case "GET deletedsecrets 3" -> {
                require(identity, "GetDeleted");
                yield state.getDeleted(path[2], base);
            }
            default -> throw AzureError.vault(405, "MethodNotAllowed", "", call);
        };
    }

    private static void require(AzureIdentity identity, String operation) {
        if (identity.isDenied(operation)) {
            throw forbidden(operation);
        }
    }

    private static ObjectNode body(ReceivedRequest request) {
        try {
            if (request.header("Content-Type").orElse("").startsWith("application/json")) {
                return JSON.readValue(request.body(), ObjectNode.class);
            }
        } catch (JacksonException e) {
            // Told below.
        }
        throw AzureError.bad("no JSON object: " + request.text());
    }

    private Answer challenge(ServiceError error) {
        return error.answer()
                .with(
                        "WWW-Authenticate",
                        "Bearer authorization=\"https://login.microsoftonline.com/" + TENANT + "\", resource=\""
                                + resource + "\"");
    }

    private static ServiceError unauthorized() {
        return AzureError.vault(
                401,
                "Unauthorized",
                "",
                "AKV10000: Request is missing a Bearer or PoP token, or the one it has is not valid.");
    }

    private static ServiceError forbidden(String operation) {
        return AzureError.vault(
                403,
                "Forbidden",
                "ForbiddenByRbac",
                "Caller is not authorized to perform action on resource: " + operation);
    }
}
