package io.envdrift.testkit.gcp;

import io.envdrift.testkit.FaultServer;
import io.envdrift.testkit.FaultyService;
import io.envdrift.testkit.ServiceError;
import io.envdrift.testkit.gcp.StoredSecret.State;
import io.envdrift.testkit.gcp.StoredSecret.Version;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.ReceivedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Google Secret Manager for one project, as far as envdrift uses it: version 1 over REST, either global or of one location,
 * with the services that give out tokens on the same address. What the real service refuses, this one refuses.
 */
public final class SecretManagerFake implements FaultyService {
    /** The project that exists. */
    public static final String PROJECT = "envdrift-test";

    static final String PROJECT_NUMBER = "123456789012";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern PATH = Pattern.compile("/v1/projects/([^/]+)(?:/locations/([^/]+))?/secrets"
            + "(?:/([^/:]+)(?:/versions/([^/:]+))?)?(?::([A-Za-z]+))?");

    private final GoogleTokens tokens = new GoogleTokens();
    private final SecretManagerState state;
    private final Optional<String> location;
    private final FaultServer server;

    private SecretManagerFake(
            Optional<ServerSocketFactory> tls, Optional<String> location, List<GoogleIdentity> accounts)
            throws IOException {
        this.location = location;
        this.state = new SecretManagerState(location);
        accounts.forEach(this::admit);
        server = FaultServer.start(tls, this::answer);
    }

    /** Starts the global service, empty, for some service accounts. */
    public static SecretManagerFake start(Optional<ServerSocketFactory> tls, GoogleIdentity... accounts)
            throws IOException {
        return new SecretManagerFake(tls, Optional.empty(), List.of(accounts));
    }

    /** Starts the service of a location. */
    public static SecretManagerFake regional(String location, GoogleIdentity... accounts) throws IOException {
        return new SecretManagerFake(Optional.empty(), Optional.of(location), List.of(accounts));
    }

    /** Lets another account in, or changes one's rights. */
    public void admit(GoogleIdentity account) {
        tokens.accounts.put(account.email(), account);
    }

    /** Lets a user in who logged in with a client. */
    public void admitUser(String clientId, String clientSecret, String refreshToken, GoogleIdentity identity) {
        tokens.grants.put(clientId + " " + clientSecret + " " + refreshToken, identity);
    }

    /** Lets a workload in whose identity provider gave it a token. */
    public void federate(String audience, String subjectToken, GoogleIdentity identity) {
        tokens.grants.put(audience + " " + subjectToken, identity);
    }

    /** Gives the machine an account. */
    public void machine(GoogleIdentity identity) {
        tokens.grants.put("machine", identity);
    }

    /** Makes a secret that has no version. */
    public void storeWithoutVersion(String name) {
        var unused = state.add(name);
    }

    /** Gives a secret a version of bytes. */
    public void storeBytes(String name, byte[] data) {
        state.add(name).versions.add(new Version(data));
    }

    /** Disables a secret's latest version. */
    public void disable(String name) {
        state.require(name).versions.getLast().state = State.DISABLED;
    }

    /** Destroys a secret's latest version. */
    public void destroy(String name) {
        state.require(name).versions.getLast().state = State.DESTROYED;
    }

    /** Returns how often the path of a request ended so far with some text. */
    public long calls(String ending) {
        return server.requests().stream()
                .filter(request -> request.path().endsWith(ending))
                .count();
    }

    /** Returns a denial whose details give a reason, as in {@code SERVICE_DISABLED}. */
    public Answer denial(String reason) {
        return GoogleError.of(403, "PERMISSION_DENIED", "Denied: " + reason, reason)
                .answer();
    }

    @Override
    public FaultServer server() {
        return server;
    }

    @Override
    public void store(String name, String value) {
        storeBytes(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<String> stored(String name) {
        return state.find(name)
                .filter(secret -> !secret.versions.isEmpty())
                .map(secret -> new String(secret.versions.getLast().data, StandardCharsets.UTF_8));
    }

    @Override
    public Answer refusal(int status) {
        ServiceError error = switch (status) {
            case 401 -> GoogleError.stranger();
            case 403 -> GoogleError.denied("secretmanager.versions.access", "x");
            case 404 -> GoogleError.missing("Secret [x] not found or has no versions.");
            case 429 -> GoogleError.of(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Access requests'");
            case 500 -> GoogleError.of(500, "INTERNAL", "Internal error encountered.");
            default -> GoogleError.of(status, "UNAVAILABLE", "The service is currently unavailable.");
        };
        return error.answer();
    }

    @Override
    public boolean reads(ReceivedRequest request) {
        return request.path().endsWith(":access");
    }

    @Override
    public boolean writes(ReceivedRequest request) {
        return request.method().equals("POST")
                && (request.path().endsWith(":addVersion") || request.path().endsWith("/secrets"));
    }

    private Answer answer(ReceivedRequest request) {
        return GoogleTokens.isFor(request)
                ? tokens.answer(request)
                : Answer.json(200, perform(request).toString());
    }

    private ObjectNode perform(ReceivedRequest request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            throw GoogleError.of(404, "", "The requested URL was not found on this server.");
        }
        GoogleIdentity caller = tokens.identify(request);
        if (request.header("x-goog-api-client").isEmpty()) {
            throw GoogleError.invalid("the library always says what it is");
        }
        requirePlace(path.group(1), Optional.ofNullable(path.group(2)));
        Optional<String> id = Optional.ofNullable(path.group(3));
        String call = request.method() + (id.isEmpty() ? "s" : "") + (path.group(5) == null ? "" : ":" + path.group(5));
        return switch (call) {
            case "GETs" -> {
                allow(caller, "secretmanager.secrets.list", path.group(1));
                yield state.list(query(request, "pageSize", "pageToken", "filter"));
            }
            case "POSTs" -> {
                allow(caller, "secretmanager.secrets.create", path.group(1));
                yield state.create(query(request, "secretId"), body(request));
            }
            case "GET:access" -> {
                allow(caller, "secretmanager.versions.access", id.orElseThrow());
                query(request);
                yield state.access(
                        id.orElseThrow(), Optional.ofNullable(path.group(4)).orElse(""));
            }
            case "POST:addVersion" -> {
                allow(caller, "secretmanager.versions.add", id.orElseThrow());
                query(request);
                yield state.addVersion(id.orElseThrow(), body(request));
            }
            default -> throw GoogleError.of(404, "", "Not Found: " + call);
        };
    }

    private void requirePlace(String project, Optional<String> asked) {
        if (!project.equals(PROJECT) && !project.equals(PROJECT_NUMBER)) {
            throw GoogleError.denied("secretmanager.versions.access", "projects/" + project);
        }
        if (!asked.equals(location)) {
            throw GoogleError.invalid("The location in the resource's name is not served by this endpoint: " + asked);
        }
    }

    private static void allow(GoogleIdentity caller, String permission, String resource) {
        if (caller.isDenied(permission)) {
            throw GoogleError.denied(permission, resource);
        }
    }

    /** Returns the query; enumerations are numbers because the library asks for that. */
    private static Map<String, String> query(ReceivedRequest request, String... allowed) {
        Map<String, String> query = request.query();
        if (!"json;enum-encoding=int".equals(query.remove("$alt"))) {
            throw GoogleError.invalid("Unknown encoding: " + request.target());
        }
        if (!List.of(allowed).containsAll(query.keySet())) {
            throw GoogleError.invalid("Unknown name in the query: " + query);
        }
        return query;
    }

    private static JsonNode body(ReceivedRequest request) {
        if (!request.header("Content-Type").orElse("").startsWith("application/json")) {
            throw GoogleError.invalid("content type " + request.header("Content-Type"));
        }
        try {
            return JSON.readTree(request.body());
        } catch (JacksonException e) {
            throw GoogleError.invalid("Invalid JSON payload received: " + request.text());
        }
    }
}
