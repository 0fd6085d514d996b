package io.envdrift.testkit.hashicorp;

import io.envdrift.testkit.FaultServer;
import io.envdrift.testkit.FaultyService;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.ReceivedRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Vault in memory, strict about paths, headers, tokens, namespaces and bodies. It has an engine of version 2 at {@code
 * secret}, more on request, and log-ins for a role {@code ci}.
 */
public final class FakeVault implements FaultyService {
    /** A token that may do everything. */
    public static final String TOKEN = "hvs.canary-7b1e-root";

    /** A token that is known, and may do nothing but look at itself. */
    public static final String POWERLESS_TOKEN = "hvs.canary-9f30-powerless";

    /** A token that may do everything but look at itself: one without the policy that every other has. */
    public static final String BLIND_TOKEN = "hvs.canary-41d8-blind";

    /** What AppRole, Kubernetes and JWT log-ins hand out; it may do everything. */
    public static final String ISSUED_TOKEN = "hvs.canary-2c44-issued";

    /** The role id and the role. */
    public static final String ROLE = "ci";

    /** The secret id of the AppRole, and the JWT of the other two. */
    public static final String LOGIN_SECRET = "canary-e6a2-login-secret";

    private static final Set<String> POWERFUL = Set.of(TOKEN, ISSUED_TOKEN, BLIND_TOKEN);
    private static final Pattern ENCODED_PATH = Pattern.compile("(/([A-Za-z0-9._~-]|%[0-9A-F]{2})+)+");

    private final FaultServer server;
    private final Map<String, KeyValueEngine> mounts = new LinkedHashMap<>();
    private final Set<String> expired = ConcurrentHashMap.newKeySet();
    private volatile String namespace = "";

    private FakeVault(Optional<ServerSocketFactory> tls) throws IOException {
        mounts.put("secret", new VersionTwoEngine());
        this.server = FaultServer.start(tls, this::answer);
    }

    /** Starts a Vault, with TLS where the server's side of it is given. */
    public static FakeVault start(Optional<ServerSocketFactory> tls) throws IOException {
        return new FakeVault(tls);
    }

    /** Mounts a key-value engine in place of what was there. */
    public FakeVault mounting(String mount, int version) {
        mounts.put(mount, version == 1 ? new VersionOneEngine() : new VersionTwoEngine());
        return this;
    }

    /** Lets everything live in a namespace. */
    public FakeVault within(String space) {
        namespace = space;
        return this;
    }

    /** Forgets a token. */
    public void expire(String token) {
        expired.add(token);
    }

    /** Deletes the latest version of a secret of {@code secret}. */
    public void delete(String name) {
        engine("secret").delete(name);
    }

    /** Stores a map, given as JSON, under a name. */
    public void storeFields(String mount, String name, String json) {
        engine(mount).store(name, VaultAnswers.JSON.readTree(json));
    }

    /** Returns the map stored under a name, as JSON. */
    public Optional<String> storedFields(String mount, String name) {
        return engine(mount).stored(name).map(VaultAnswers.JSON::writeValueAsString);
    }

    @Override
    public FaultServer server() {
        return server;
    }

    @Override
    public void store(String name, String value) {
        ObjectNode fields = VaultAnswers.JSON.createObjectNode();
        engine("secret").store(name, fields.put("value", value));
    }

    @Override
    public Optional<String> stored(String name) {
        return engine("secret").stored(name).map(fields -> fields.path("value").asString());
    }

    @Override
    public Answer refusal(int status) {
        return switch (status) {
            case 403 -> VaultAnswers.errors(403, "1 error occurred:\n\t* permission denied\n\n");
            case 404 -> VaultAnswers.errors(404);
            case 429 -> VaultAnswers.errors(429, "request path \"secret/data/x\": rate limit quota exceeded");
            case 503 -> VaultAnswers.errors(503, "Vault is sealed");
            default -> VaultAnswers.errors(status, "internal error with token " + TOKEN);
        };
    }

    @Override
    public boolean reads(ReceivedRequest request) {
        return request.method().equals("GET") && !isList(request) && isSecret(request);
    }

    @Override
    public boolean writes(ReceivedRequest request) {
        return !request.method().equals("GET") && isSecret(request);
    }

    private KeyValueEngine engine(String mount) {
        KeyValueEngine engine = mounts.get(mount);
        if (engine == null) {
            throw new IllegalArgumentException("nothing is mounted at " + mount);
        }
        return engine;
    }

    private Answer answer(ReceivedRequest request) {
        if (!ENCODED_PATH.matcher(request.path()).matches()
                || !request.path().startsWith("/v1/")
                || path(request).stream().anyMatch(segment -> segment.equals(".") || segment.equals(".."))) {
            // The real one cleans such a path and sends the client there.
            return Answer.of(301).with("Location", "/v1/cleaned");
        }
        if (!request.header("X-Vault-Request").equals(Optional.of("true"))) {
            return VaultAnswers.errors(412, "missing 'X-Vault-Request' header");
        }
        if (!request.header("X-Vault-Namespace").orElse("").equals(namespace)) {
            return noRoute(request);
        }
        List<String> path = path(request);
        if (path.getFirst().equals("auth") && path.getLast().equals("login")) {
            return logIn(String.join("/", path), request);
        }
        String token = request.header("X-Vault-Token").orElse("");
        if (token.isEmpty()) {
            return VaultAnswers.errors(400, "missing client token");
        }
        boolean known = (POWERFUL.contains(token) || token.equals(POWERLESS_TOKEN)) && !expired.contains(token);
        if (!known) {
            return VaultAnswers.errors(403, "2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n");
        }
        if (String.join("/", path).equals("auth/token/lookup-self")
                && request.method().equals("GET")) {
            if (token.equals(BLIND_TOKEN)) {
                return refusal(403);
            }
            return VaultAnswers.data(200, VaultAnswers.JSON.createObjectNode().put("display_name", "test"));
        }
        return POWERFUL.contains(token) ? perform(path, request) : refusal(403);
    }

    private Answer perform(List<String> path, ReceivedRequest request) {
        String joined = String.join("/", path);
        String lookUp = "sys/internal/ui/mounts/";
        if (joined.startsWith(lookUp) && request.method().equals("GET")) {
            KeyValueEngine engine = mounts.get(joined.substring(lookUp.length()));
            if (engine == null) {
                return VaultAnswers.errors(403, "preflight capability check returned 403");
            }
            ObjectNode data = VaultAnswers.JSON.createObjectNode().put("type", "kv");
            data.putObject("options").put("version", engine.version());
            return VaultAnswers.data(200, data);
        }
        Optional<String> mount = mount(joined);
        if (mount.isEmpty()) {
            return noRoute(request);
        }
        KeyValueEngine engine = engine(mount.get());
        List<String> rest = path.subList(mount.get().split("/").length, path.size());
        return switch (request.method()) {
            case "LIST" -> engine.list(rest);
            case "GET" -> isList(request) ? engine.list(rest) : engine.get(rest);
            case "POST", "PUT" -> engine.post(rest, json(request));
            default -> VaultAnswers.errors(405, "unsupported operation");
        };
    }

    private static Answer logIn(String path, ReceivedRequest request) {
        JsonNode body = json(request);
        boolean allowed = switch (path) {
            case "auth/approle/login", "auth/team/approle/login" ->
                body.path("role_id").asString("").equals(ROLE)
                        && body.path("secret_id").asString("").equals(LOGIN_SECRET);
            case "auth/kubernetes/login", "auth/jwt/login" ->
                body.path("role").asString("").equals(ROLE)
                        && body.path("jwt").asString("").equals(LOGIN_SECRET);
            default -> false;
        };
        boolean post = request.method().equals("POST") || request.method().equals("PUT");
        return allowed && post
                ? VaultAnswers.auth(ISSUED_TOKEN)
                : VaultAnswers.errors(400, "invalid role or secret ID: " + request.text());
    }

    private boolean isSecret(ReceivedRequest request) {
        List<String> path = path(request);
        return mount(String.join("/", path))
                .filter(mount -> engine(mount).isSecret(path.subList(mount.split("/").length, path.size())))
                .isPresent();
    }

    private Optional<String> mount(String path) {
        return mounts.keySet().stream()
                .filter(mount -> path.equals(mount) || path.startsWith(mount + "/"))
                .findFirst();
    }

    private static boolean isList(ReceivedRequest request) {
        return request.target().endsWith("?list=true");
    }

    /** Returns the decoded segments below {@code /v1/}. */
    private static List<String> path(ReceivedRequest request) {
        return Arrays.stream(request.path().split("/"))
                .skip(2)
                .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
    }

    private static JsonNode json(ReceivedRequest request) {
        try {
            return VaultAnswers.JSON.readTree(request.body());
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    private static Answer noRoute(ReceivedRequest request) {
        return VaultAnswers.errors(404, "no handler for route \"" + request.path() + "\". route entry not found.");
    }
}
