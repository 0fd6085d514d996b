package io.envdrift.testkit.azure;

import io.envdrift.testkit.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

/** What the fake of Key Vault holds, and its operations. Names are compared without regard to case, as the service does. */
final class KeyVaultState {
    /** Fewer than the 25 that the service usually sends, so that lists have pages. */
    static final int PAGE = 7;

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z-]{1,127}");
    private static final int LARGEST_VALUE = 25_600;
    private static final long CREATED = 1_700_000_000;

    private final Map<String, StoredSecret> secrets = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, StoredSecret> deleted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private static final class StoredSecret {
        final String name;
        final List<Version> versions = new ArrayList<>();
        boolean enabled = true;

        StoredSecret(String name) {
            this.name = name;
        }
    }

    private record Version(String id, @Nullable String value) {}

    synchronized void store(String name, @Nullable String value) {
        secrets.computeIfAbsent(name, StoredSecret::new)
                .versions
                .add(new Version(UUID.randomUUID().toString().replace("-", ""), value));
    }

    synchronized Optional<String> stored(String name) {
        return Optional.ofNullable(secrets.get(name))
                .map(secret -> secret.versions.getLast().value());
    }

    synchronized void delete(String name) {
        StoredSecret secret = secrets.remove(name);
        if (secret != null) {
            deleted.put(name, secret);
        }
    }

    synchronized void disable(String name) {
        require(name).enabled = false;
    }

    synchronized ObjectNode get(String name, String base) {
        requireName(name);
        StoredSecret secret = require(name);
        if (!secret.enabled) {
            throw AzureError.vault(
                    403, "Forbidden", "SecretDisabled", "Operation get is not allowed on a disabled secret.");
        }
        Version current = secret.versions.getLast();
        ObjectNode answer = JSON.createObjectNode();
        if (current.value() != null) {
            answer.put("value", current.value());
        }
        return answer.put("id", base + "/secrets/" + secret.name + "/" + current.id())
                .set("attributes", attributes(secret));
    }

    synchronized ObjectNode getDeleted(String name, String base) {
        requireName(name);
        StoredSecret secret = deleted.get(name);
        if (secret == null) {
            throw missing("Deleted Secret not found: " + name);
        }
        ObjectNode answer = JSON.createObjectNode()
                .put("recoveryId", base + "/deletedsecrets/" + secret.name)
                .put("deletedDate", CREATED)
                .put("scheduledPurgeDate", CREATED + 7_776_000)
                .put(
                        "id",
                        base + "/secrets/" + secret.name + "/"
                                + secret.versions.getLast().id());
        return answer.set("attributes", attributes(secret));
    }

    synchronized ObjectNode put(String name, ObjectNode body, String base) {
        requireName(name);
        if (deleted.containsKey(name)) {
            throw AzureError.vault(
                    409,
                    "Conflict",
                    "ObjectIsDeletedButRecoverable",
                    "Secret " + name
                            + " is currently in a deleted but recoverable state, and its name cannot be reused;"
                            + " in this state, the secret can only be recovered or purged.");
        }
        String value = body.path("value").asString("");
        boolean known = List.of("value", "contentType", "attributes", "tags").containsAll(body.propertyNames());
        if (!body.path("value").isString() || value.isEmpty() || !known) {
            throw AzureError.bad("Property has invalid value: " + body);
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > LARGEST_VALUE) {
            throw AzureError.bad("Secret value is too long: " + value);
        }
        store(name, value);
        return get(name, base);
    }

    synchronized ObjectNode list(int from, int most, String base) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("value");
        List<StoredSecret> all = List.copyOf(secrets.values());
        int to = Math.min(all.size(), from + Math.min(most, PAGE));
        for (StoredSecret secret : all.subList(Math.min(from, all.size()), to)) {
            ObjectNode item = list.addObject().put("id", base + "/secrets/" + secret.name);
            item.set("attributes", attributes(secret));
        }
        if (to < all.size()) {
            answer.put("nextLink", base + "/secrets?api-version=" + KeyVaultFake.VERSION + "&$skiptoken=" + to);
        } else {
            answer.putNull("nextLink");
        }
        return answer;
    }

    private StoredSecret require(String name) {
        StoredSecret secret = secrets.get(name);
        if (secret == null) {
            throw missing(
                    "A secret with (name/id) " + name + " was not found in this key vault. If you recently deleted"
                            + " this secret you may be able to recover it using the correct recovery command.");
        }
        return secret;
    }

    private static ObjectNode attributes(StoredSecret secret) {
        return JSON.createObjectNode()
                .put("enabled", secret.enabled)
                .put("created", CREATED)
                .put("updated", CREATED)
                .put("recoveryLevel", "Recoverable+Purgeable")
                .put("recoverableDays", 90);
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw AzureError.bad("The request URI contains an invalid name: " + name + " (Parameter 'secret-name')");
        }
    }

    private static ServiceError missing(String text) {
        return AzureError.vault(404, "SecretNotFound", "", text);
    }
}
