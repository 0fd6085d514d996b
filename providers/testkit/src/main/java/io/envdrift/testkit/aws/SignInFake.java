package io.envdrift.testkit.aws;

import io.envdrift.testkit.FaultServer;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.ReceivedRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The services that give out credentials, on one address: STS (query protocol), IAM Identity Center with its OIDC service, a
 * container's credential service, and EC2 instance metadata version 2.
 */
public final class SignInFake implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FOREVER = "2099-01-01T00:00:00Z";
    private static final String METADATA_TOKEN = "metadata-token";
    private static final String METADATA = "/latest/meta-data/iam/security-credentials/";

    private final Map<String, AwsIdentity> callers = new ConcurrentHashMap<>();
    private final Map<String, AwsIdentity> granted = new ConcurrentHashMap<>();
    private final SignatureCheck signatures = new SignatureCheck(SecretsManagerFake.REGION, "sts", callers);
    private final FaultServer server;

    private SignInFake() throws IOException {
        server = FaultServer.http(this::answer);
    }

    /** Starts the services, which let nobody in. */
    public static SignInFake start() throws IOException {
        return new SignInFake();
    }

    /** Lets an identity assume a role with {@code sts:AssumeRole}; an empty external id is not demanded. */
    public void trust(AwsIdentity caller, String roleArn, String externalId, AwsIdentity role) {
        callers.put(caller.keyId(), caller);
        granted.put("role " + caller.keyId() + " " + roleArn + " " + externalId, role);
    }

    /** Lets a web identity assume a role. */
    public void trustWebIdentity(String token, String roleArn, AwsIdentity role) {
        granted.put("web " + token + " " + roleArn, role);
    }

    /** Lets the bearer of an access token use a role of an account. */
    public void assign(String accessToken, String account, String roleName, AwsIdentity role) {
        granted.put("sso " + accessToken + " " + account + " " + roleName, role);
    }

    /** Lets a refresh token be exchanged for an access token, by one client. */
    public void renews(String refreshToken, String clientId, String accessToken) {
        granted.put("oidc " + refreshToken + " " + clientId, AwsIdentity.of(accessToken, "renewed-" + refreshToken));
    }

    /** Gives credentials to containers that show a token; an empty one is not demanded. */
    public void container(String token, AwsIdentity identity) {
        granted.put("container " + token, identity);
    }

    /** Gives the instance a role. */
    public void instance(AwsIdentity identity) {
        granted.put("instance", identity);
    }

    /** Returns the URI of a path. */
    public URI uri(String path) {
        return server.uri(path);
    }

    /** Returns the server, to let it go wrong and to see its requests. */
    public FaultServer server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
    }

    private Answer answer(ReceivedRequest request) {
        String call = request.method() + " " + request.path();
        if (call.equals("POST /")) {
            return securityTokens(request);
        }
        try {
            return switch (call) {
                case "GET /federation/credentials" -> roleCredentials(request);
                case "POST /token" -> newToken(request);
                case "GET /container" ->
                    keys(find("container " + request.header("Authorization").orElse("")));
                default -> metadata(request, call);
            };
        } catch (AwsError e) {
            return e.answer().with("x-amzn-ErrorType", e.name());
        }
    }

    private Answer securityTokens(ReceivedRequest request) {
        try {
            Map<String, String> form =
                    request.form().orElseThrow(() -> new AwsError(400, "MalformedInput", "content type"));
            String action = form.getOrDefault("Action", "");
            String role = form.getOrDefault("RoleArn", "");
            if (!"2011-06-15".equals(form.get("Version"))
                    || form.getOrDefault("RoleSessionName", "").length() < 2) {
                throw new AwsError(400, "ValidationError", form.toString());
            }
            AwsIdentity identity = switch (action) {
                case "AssumeRole" ->
                    find("role " + signatures.identify(request).keyId() + " " + role + " "
                            + form.getOrDefault("ExternalId", ""));
                case "AssumeRoleWithWebIdentity" -> {
                    if (request.header("Authorization").isPresent()) {
                        throw new AwsError(400, "ValidationError", "signed by nobody");
                    }
                    yield find("web " + form.get("WebIdentityToken") + " " + role);
                }
                default -> throw new AwsError(400, "InvalidAction", action);
            };
            String credentials = "<AccessKeyId>" + identity.keyId() + "</AccessKeyId><SecretAccessKey>"
                    + identity.secretKey() + "</SecretAccessKey><SessionToken>"
                    + identity.sessionToken().orElse("") + "</SessionToken><Expiration>" + FOREVER + "</Expiration>";
            return xml(
                    200,
                    "<" + action + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" + action
                            + "Result><Credentials>" + credentials + "</Credentials></" + action + "Result></" + action
                            + "Response>");
        } catch (AwsError e) {
            return xml(
                    e.answer().status(),
                    "<ErrorResponse><Error><Type>Sender</Type><Code>" + e.name() + "</Code><Message>"
                            + request.text().replace("&", "&amp;").replace("<", "&lt;")
                            + "</Message></Error></ErrorResponse>");
        }
    }

    private Answer roleCredentials(ReceivedRequest request) {
        Map<String, String> query = request.query();
        String token = request.header("x-amz-sso_bearer_token").orElse("");
        Optional<AwsIdentity> identity = Optional.ofNullable(
                granted.get("sso " + token + " " + query.get("account_id") + " " + query.get("role_name")));
        if (identity.isEmpty()) {
            throw new AwsError(401, "UnauthorizedException", "Session token not found or invalid: " + token);
        }
        ObjectNode body = JSON.createObjectNode();
        body.putObject("roleCredentials")
                .put("accessKeyId", identity.get().keyId())
                .put("secretAccessKey", identity.get().secretKey())
                .put("sessionToken", identity.get().sessionToken().orElse(""))
                .put("expiration", 4_070_908_800_000L);
        return Answer.json(200, body.toString());
    }

    private Answer newToken(ReceivedRequest request) {
        JsonNode body = JSON.readTree(request.body());
        String key = "oidc " + body.path("refreshToken").asString() + " "
                + body.path("clientId").asString();
        AwsIdentity tokens = granted.get(key);
        if (tokens == null || !body.path("grantType").asString().equals("refresh_token")) {
            throw AwsError.refused("InvalidGrantException", request.text());
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.put("accessToken", tokens.keyId())
                .put("refreshToken", tokens.secretKey())
                .put("tokenType", "Bearer")
                .put("expiresIn", 3600);
        return Answer.json(200, answer.toString());
    }

    private Answer metadata(ReceivedRequest request, String call) {
        if (call.equals("PUT /latest/api/token")) {
            boolean asked =
                    request.header("X-aws-ec2-metadata-token-ttl-seconds").isPresent();
            return asked && granted.containsKey("instance") ? text(METADATA_TOKEN) : Answer.of(400);
        }
        if (!request.header("X-aws-ec2-metadata-token").equals(Optional.of(METADATA_TOKEN))) {
            return Answer.of(401);
        }
        return switch (call) {
            case "GET " + METADATA -> text("instance-role\n");
            case "GET " + METADATA + "instance-role" -> keys(find("instance"));
            default -> Answer.of(404);
        };
    }

    private AwsIdentity find(String key) {
        return Optional.ofNullable(granted.get(key))
                .orElseThrow(() -> new AwsError(403, "AccessDenied", "not authorized: " + key));
    }

    private static Answer keys(AwsIdentity identity) {
        ObjectNode body = JSON.createObjectNode();
        body.put("Code", "Success")
                .put("AccessKeyId", identity.keyId())
                .put("SecretAccessKey", identity.secretKey())
                .put("Token", identity.sessionToken().orElse(""))
                .put("Expiration", FOREVER);
        return Answer.json(200, body.toString());
    }

    private static Answer text(String text) {
        return new Answer(200, Map.of("Content-Type", "text/plain"), text.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer xml(int status, String body) {
        return new Answer(status, Map.of("Content-Type", "text/xml"), body.getBytes(StandardCharsets.UTF_8));
    }
}
