package io.envdrift.testkit.gcp;

import io.envdrift.testkit.ServiceError;
import io.envdrift.testkit.gcp.StoredSecret.State;
import io.envdrift.testkit.gcp.StoredSecret.Version;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the fake of Secret Manager holds, and its operations. */
final class SecretManagerState {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,255}");
    private static final int LARGEST_PAYLOAD = 65_536;
    /** Fewer than asked for, as the real service may answer too. */
    private static final int PAGE = 7;

    private final Map<String, StoredSecret> secrets = new TreeMap<>();
    /** The real service answers with the project's number, whatever it was asked with. */
    private final String parent;

    private final boolean regional;

    SecretManagerState(Optional<String> location) {
        parent = "projects/" + SecretManagerFake.PROJECT_NUMBER
                + location.map(name -> "/locations/" + name).orElse("");
        regional = location.isPresent();
    }

    synchronized Optional<StoredSecret> find(String id) {
        return Optional.ofNullable(secrets.get(id));
    }

    synchronized StoredSecret add(String id) {
        return secrets.computeIfAbsent(id, StoredSecret::new);
    }

    StoredSecret require(String id) {
        return find(id).orElseThrow(() -> GoogleError.missing("Secret [" + parent + "/secrets/" + id + "] not found."));
    }

    ObjectNode access(String id, String number) {
        StoredSecret secret = find(id).orElseThrow(() -> withoutVersions(id));
        int index = index(secret, number);
        Version version = secret.versions.get(index);
        String name = parent + "/secrets/" + id + "/versions/" + (index + 1);
        if (version.state != State.ENABLED) {
            throw GoogleError.of(
                    400, "FAILED_PRECONDITION", "Secret Version [" + name + "] is in " + version.state + " state.");
        }
        ObjectNode answer = JSON.createObjectNode().put("name", name);
        answer.putObject("payload")
                .put("data", Base64.getEncoder().encodeToString(version.data))
                .put("dataCrc32c", Long.toString(checksum(version.data)));
        return answer;
    }

    private int index(StoredSecret secret, String number) {
        if (secret.versions.isEmpty()) {
            throw withoutVersions(secret.id);
        }
        if (number.equals("latest")) {
            return secret.versions.size() - 1;
        }
        if (!number.matches("[1-9][0-9]{0,8}") || Integer.parseInt(number) > secret.versions.size()) {
            throw GoogleError.missing(
                    "Secret Version [" + parent + "/secrets/" + secret.id + "/versions/" + number + "] not found.");
        }
        return Integer.parseInt(number) - 1;
    }

    ObjectNode list(Map<String, String> query) {
        int most = Math.min(PAGE, Integer.parseInt(query.getOrDefault("pageSize", "25000")));
        List<String> names = List.copyOf(secrets.keySet());
        String token = query.getOrDefault("pageToken", "");
        int from = token.isEmpty() ? 0 : Integer.parseInt(token);
        if (from < 0 || from > names.size() || most < 0) {
            throw GoogleError.invalid("Invalid page token or size: " + query);
        }
        int until = Math.min(names.size(), from + (most == 0 ? PAGE : most));
        ObjectNode answer = JSON.createObjectNode();
        if (until > from) {
            ArrayNode page = answer.putArray("secrets");
            names.subList(from, until).forEach(name -> page.add(described(name)));
        }
        if (until < names.size()) {
            answer.put("nextPageToken", Integer.toString(until));
        }
        return answer.put("totalSize", names.size());
    }

    ObjectNode create(Map<String, String> query, JsonNode body) {
        String id = query.getOrDefault("secretId", "");
        requireOnly(body, Set.of("replication"));
        if (!ID.matcher(id).matches()) {
            throw GoogleError.invalid("The provided Secret ID [" + id + "] does not match the expected format.");
        }
        boolean automatic = body.path("replication").path("automatic").isObject();
        if (automatic == regional) {
            throw GoogleError.invalid("Replication policy is wrong for this kind of secret: " + body);
        }
        if (find(id).isPresent()) {
            throw GoogleError.of(409, "ALREADY_EXISTS", "Secret [" + parent + "/secrets/" + id + "] already exists.");
        }
        return described(add(id).id);
    }

    ObjectNode addVersion(String id, JsonNode body) {
        requireOnly(body, Set.of("payload"));
        requireOnly(body.path("payload"), Set.of("data", "dataCrc32c"));
        byte[] data = bytes(body.path("payload").path("data").asString(""));
        if (data.length == 0) {
            throw GoogleError.invalid("Secret Payload cannot be empty.");
        }
        if (data.length > LARGEST_PAYLOAD) {
            throw GoogleError.invalid("The maximum payload size is 65536 bytes.");
        }
        if (!body.path("payload").path("dataCrc32c").asString("").equals(Long.toString(checksum(data)))) {
            throw GoogleError.invalid("The checksum does not match the payload: " + body);
        }
        StoredSecret secret = require(id);
        secret.versions.add(new Version(data));
        int number = secret.versions.size();
        return JSON.createObjectNode()
                .put("name", parent + "/secrets/" + id + "/versions/" + number)
                .put("createTime", "2026-01-31T12:00:00.000001Z")
                .put("state", State.ENABLED.ordinal())
                .put("etag", "\"16000000000000\"")
                .put("clientSpecifiedPayloadChecksum", true);
    }

    private ObjectNode described(String id) {
        ObjectNode secret = JSON.createObjectNode().put("name", parent + "/secrets/" + id);
        if (!regional) {
            secret.putObject("replication").putObject("automatic");
        }
        return secret.put("createTime", "2026-01-31T12:00:00.000001Z").put("etag", "\"16000000000000\"");
    }

    private ServiceError withoutVersions(String id) {
        return GoogleError.missing("Secret [" + parent + "/secrets/" + id + "] not found or has no versions.");
    }

    private static void requireOnly(JsonNode node, Set<String> fields) {
        if (!node.isObject() || !fields.containsAll(Set.copyOf(node.propertyNames()))) {
            // The real service quotes what it finds fault with; so does this one, for the search for leaks.
            throw GoogleError.invalid("Invalid JSON payload received. Unknown name in " + node);
        }
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw GoogleError.invalid("Invalid value at 'payload.data' (TYPE_BYTES), Base64 decoding failed");
        }
    }

    private static long checksum(byte[] data) {
        CRC32C checksum = new CRC32C();
        checksum.update(data);
        return checksum.getValue();
    }
}
