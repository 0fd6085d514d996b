package io.envdrift.testkit.aws;

import io.envdrift.testkit.FaultServer;
import io.envdrift.testkit.FaultyService;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.ReceivedRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * AWS Secrets Manager in one region, as far as envdrift uses it: JSON 1.1 with {@code X-Amz-Target} and Signature Version 4.
 * What the real service refuses, this one refuses.
 */
public final class SecretsManagerFake implements FaultyService {
    /** The region that requests must be signed for. */
    public static final String REGION = "eu-central-1";

    private static final String TARGET = "secretsmanager.";
    private static final String JSON_TYPE = "application/x-amz-json-1.1";
    /** Takes what the service knows, with the members that must be there, and no text for a number. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private final Map<String, AwsIdentity> identities = new ConcurrentHashMap<>();
    private final SecretsManagerState state = new SecretsManagerState();
    private final SignatureCheck signatures = new SignatureCheck(REGION, "secretsmanager", identities);
    private final FaultServer server;
    private volatile Set<String> unknown = Set.of();

    private SecretsManagerFake(Optional<ServerSocketFactory> tls, List<AwsIdentity> identities) throws IOException {
        identities.forEach(this::admit);
        server = FaultServer.start(tls, this::answer);
    }

    /** Starts the service, empty, for some identities. */
    public static SecretsManagerFake start(Optional<ServerSocketFactory> tls, AwsIdentity... identities)
            throws IOException {
        return new SecretsManagerFake(tls, List.of(identities));
    }

    /** Lets another identity in, or changes one's rights. */
    public void admit(AwsIdentity identity) {
        identities.put(identity.keyId(), identity);
    }

    /** Forgets operations, as services and emulators of another age do. */
    public void lacks(String... operations) {
        unknown = Set.of(operations);
    }

    /** Returns how often an operation was asked for, as in {@code GetSecretValue}. */
    public long calls(String operation) {
        return server.requests().stream()
                .filter(request -> isOperation(request, operation))
                .count();
    }

    /** Marks a secret for deletion. */
    public void delete(String name) {
        state.require(name).deleted = true;
    }

    /** Gives a secret a version of bytes. */
    public void storeBinary(String name, String base64) {
        state.store(name, null, base64);
    }

    /** Makes a secret that has no version. */
    public void storeWithoutValue(String name) {
        state.add(name);
    }

    /** Returns a secret's ARN. */
    public String arn(String name) {
        return state.require(name).arn;
    }

    @Override
    public FaultServer server() {
        return server;
    }

    @Override
    public void store(String name, String value) {
        state.store(name, value, null);
    }

    @Override
    public Optional<String> stored(String name) {
        return state.find(name)
                .filter(secret -> !secret.versions.isEmpty())
                .flatMap(secret -> Optional.ofNullable(secret.versions.getLast().text()));
    }

    @Override
    public Answer refusal(int status) {
        AwsError error = switch (status) {
            case 401 ->
                AwsError.refused(
                        "UnrecognizedClientException", "The security token included in the request is invalid.");
            case 403 -> AwsError.refused("AccessDeniedException", "User is not authorized to perform this");
            case 404 ->
                AwsError.refused("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
            case 429 -> AwsError.refused("ThrottlingException", "Rate exceeded");
            case 500 -> new AwsError(500, "InternalServiceError", "An error occurred on the server side.");
            default -> new AwsError(status, "ServiceUnavailableException", "Service is unavailable.");
        };
        return error.answer();
    }

    @Override
    public boolean reads(ReceivedRequest request) {
        return isOperation(request, "GetSecretValue") || isOperation(request, "BatchGetSecretValue");
    }

    @Override
    public boolean writes(ReceivedRequest request) {
        return isOperation(request, "PutSecretValue") || isOperation(request, "CreateSecret");
    }

    private static boolean isOperation(ReceivedRequest request, String operation) {
        return request.header("X-Amz-Target").equals(Optional.of(TARGET + operation));
    }

    private Answer answer(ReceivedRequest request) {
        return Answer.json(200, perform(request).toString()).with("Content-Type", JSON_TYPE);
    }

    private ObjectNode perform(ReceivedRequest request) {
        if (!request.method().equals("POST") || !request.target().equals("/")) {
            throw new AwsError(404, "UnknownOperationException", request.method() + " " + request.target());
        }
        if (!request.header("Content-Type").equals(Optional.of(JSON_TYPE))) {
            throw AwsError.refused("SerializationException", "content type " + request.header("Content-Type"));
        }
        String target = request.header("X-Amz-Target").orElse("");
        String operation = target.startsWith(TARGET) ? target.substring(TARGET.length()) : "";
        AwsIdentity identity = signatures.identify(request);
        if (unknown.contains(operation)) {
            throw new AwsError(501, "InternalFailure", "The API action '" + operation + "' is not implemented");
        }
        if (identity.isDenied(operation)) {
            throw AwsError.refused(
                    "AccessDeniedException",
                    "User: arn:aws:iam::123456789012:user/test is not authorized to perform: " + target);
        }
        return switch (operation) {
            case "GetSecretValue" -> state.get(read(request, SecretsManagerState.Get.class));
            case "BatchGetSecretValue" -> state.getMany(read(request, SecretsManagerState.GetMany.class), identity);
            case "ListSecrets" -> state.list(read(request, SecretsManagerState.Lists.class));
            case "CreateSecret" -> state.create(read(request, SecretsManagerState.Create.class));
            case "PutSecretValue" -> state.put(read(request, SecretsManagerState.Put.class));
            default -> throw new AwsError(400, "UnknownOperationException", target);
        };
    }

    private static <T> T read(ReceivedRequest request, Class<T> input) {
        try {
            return JSON.readValue(request.body(), input);
        } catch (JacksonException e) {
            // The real service quotes what it finds fault with; so does this one, for the search for leaks.
            throw AwsError.refused("ValidationException", request.text());
        }
    }
}
