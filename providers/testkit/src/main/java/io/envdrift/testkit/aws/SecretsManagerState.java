package io.envdrift.testkit.aws;

import io.envdrift.testkit.aws.StoredSecret.Version;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the fake of Secrets Manager holds, and its operations. */
final class SecretsManagerState {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}");
    private static final int LARGEST_BATCH = 20;
    /** Fewer than asked for, as the real service may answer too. */
    private static final int PAGE = 7;

    private final Map<String, StoredSecret> secrets = new TreeMap<>();

    synchronized Optional<StoredSecret> find(String id) {
        return secrets.values().stream().filter(secret -> secret.answersTo(id)).findFirst();
    }

    StoredSecret require(String id) {
        return find(id).orElseThrow(() -> missing("Secrets Manager can't find the specified secret."));
    }

    synchronized StoredSecret add(String name) {
        String arn = "arn:aws:secretsmanager:" + SecretsManagerFake.REGION + ":123456789012:secret:" + name + "-"
                + UUID.randomUUID().toString().substring(0, 6);
        StoredSecret secret = new StoredSecret(name, arn);
        secrets.put(name, secret);
        return secret;
    }

    synchronized void store(String name, @Nullable String text, @Nullable String binary) {
        StoredSecret secret = find(name).orElseGet(() -> add(name));
        secret.versions.add(new Version(UUID.randomUUID().toString(), text, binary));
    }

    record Get(String secretId) {}

    record GetMany(List<String> secretIdList) {}

    record Lists(Optional<Integer> maxResults, Optional<String> nextToken, Optional<List<Filter>> filters) {}

    record Filter(String key, List<String> values) {}

    record Create(String name, String secretString, String clientRequestToken) {}

    record Put(String secretId, String secretString, String clientRequestToken) {}

    ObjectNode get(Get input) {
        return value(input.secretId());
    }

    ObjectNode getMany(GetMany input, AwsIdentity identity) {
        List<String> ids = input.secretIdList();
        if (ids.isEmpty() || ids.size() > LARGEST_BATCH || new HashSet<>(ids).size() < ids.size()) {
            throw AwsError.refused("InvalidParameterException", "SecretIdList " + ids);
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode values = answer.putArray("SecretValues");
        ArrayNode errors = answer.putArray("Errors");
        for (String id : ids) {
            try {
                if (identity.isDenied("GetSecretValue")) {
                    throw AwsError.refused("AccessDeniedException", "not authorized to perform: GetSecretValue");
                }
                values.add(value(id));
            } catch (AwsError e) {
                errors.addObject()
                        .put("SecretId", id)
                        .put("ErrorCode", e.name())
                        .put("Message", e.text());
            }
        }
        return answer;
    }

    private ObjectNode value(String id) {
        StoredSecret secret = require(id);
        requireAlive(secret);
        if (secret.versions.isEmpty()) {
            throw missing("Secrets Manager can't find the specified secret value for staging label: AWSCURRENT");
        }
        Version current = secret.versions.getLast();
        ObjectNode value = described(secret).put("VersionId", current.id());
        if (current.text() != null) {
            value.put("SecretString", current.text());
        }
        if (current.binary() != null) {
            value.put("SecretBinary", current.binary());
        }
        value.putArray("VersionStages").add("AWSCURRENT");
        return value;
    }

    ObjectNode list(Lists input) {
        int most = input.maxResults().orElse(100);
        String from = input.nextToken().orElse("");
        List<Filter> filters = input.filters().orElse(List.of());
        if (most < 1
                || most > 100
                || !filters.stream().allMatch(filter -> filter.key().equals("name"))) {
            throw AwsError.refused("ValidationException", input.toString());
        }
        List<String> prefixes =
                filters.stream().flatMap(filter -> filter.values().stream()).toList();
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("SecretList");
        for (StoredSecret secret : secrets.values()) {
            boolean wanted = !secret.deleted
                    && secret.name.compareTo(from) >= 0
                    && (prefixes.isEmpty() || prefixes.stream().anyMatch(secret.name::startsWith));
            if (wanted && list.size() == Math.min(most, PAGE)) {
                answer.put("NextToken", secret.name);
                break;
            }
            if (wanted) {
                list.add(described(secret));
            }
        }
        return answer;
    }

    ObjectNode create(Create input) {
        String name = input.name();
        Version version = version(input.clientRequestToken(), input.secretString());
        if (!NAME.matcher(name).matches()) {
            throw AwsError.refused("ValidationException", "Invalid name. Must be a valid name: " + name);
        }
        Optional<StoredSecret> existing = find(name);
        if (existing.isPresent()) {
            if (existing.get().deleted) {
                throw AwsError.refused(
                        "InvalidRequestException",
                        "You can't create this secret because a secret with this name is already scheduled for"
                                + " deletion.");
            }
            if (!existing.get().versions.contains(version)) {
                throw AwsError.refused(
                        "ResourceExistsException",
                        "The operation failed because the secret " + name + " already exists.");
            }
            return written(existing.get(), version);
        }
        StoredSecret secret = add(name);
        secret.versions.add(version);
        return written(secret, version);
    }

    ObjectNode put(Put input) {
        StoredSecret secret = require(input.secretId());
        requireAlive(secret);
        Version version = version(input.clientRequestToken(), input.secretString());
        boolean again = secret.versions.contains(version);
        if (!again && secret.versions.stream().anyMatch(known -> known.id().equals(version.id()))) {
            throw AwsError.refused("ResourceExistsException", "ClientRequestToken was used for another value");
        }
        if (!again) {
            secret.versions.add(version);
        }
        return written(secret, version);
    }

    private static Version version(String token, String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (token.length() < 32 || token.length() > 64 || bytes < 1 || bytes > 65_536) {
            throw AwsError.refused("ValidationException", "Value '" + text + "' or '" + token + "' is not allowed");
        }
        return new Version(token, text, null);
    }

    private static ObjectNode written(StoredSecret secret, Version version) {
        return described(secret).put("VersionId", version.id());
    }

    private static ObjectNode described(StoredSecret secret) {
        return JSON.createObjectNode()
                .put("ARN", secret.arn)
                .put("Name", secret.name)
                .put("CreatedDate", 1.7e9);
    }

    private static void requireAlive(StoredSecret secret) {
        if (secret.deleted) {
            throw AwsError.refused(
                    "InvalidRequestException",
                    "You can't perform this operation on the secret because it was marked for deletion.");
        }
    }

    private static AwsError missing(String text) {
        return AwsError.refused("ResourceNotFoundException", text);
    }
}
