package io.envdrift.provider.aws;

import io.envdrift.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/** Credentials and tokens in JSON, as files, processes and metadata services write them. */
final class CredentialDocument {
    private final JsonNode root;

    private CredentialDocument(JsonNode root) {
        this.root = root;
    }

    /** Reads an object; nothing for anything else. */
    static Optional<CredentialDocument> parse(String text) {
        try {
            return Optional.of(JsonNode.parser().parse(text))
                    .filter(JsonNode::isObject)
                    .map(CredentialDocument::new);
        } catch (RuntimeException e) {
            // Not passed on: the parser's message quotes the text.
            return Optional.empty();
        }
    }

    /** Returns the keys that a service of the machine answered with, if it did. */
    static Optional<AwsCredentials> keysIn(HttpResponse answer) {
        return Optional.of(answer)
                .filter(HttpResponse::isSuccess)
                .flatMap(success -> parse(success.text()))
                .flatMap(document -> document.keys("Token"));
    }

    /** Returns a field that holds text. */
    Optional<String> text(String field) {
        return root.field(field).filter(JsonNode::isString).map(JsonNode::text).filter(text -> !text.isEmpty());
    }

    /** Returns all fields that hold text. */
    Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        root.asObject().forEach((name, value) -> text(name).ifPresent(text -> texts.put(name, text)));
        return texts;
    }

    /** Writes an object of texts. */
    static String render(Map<String, String> fields) {
        JsonWriter json = JsonWriter.create();
        json.writeStartObject();
        fields.forEach((name, value) -> json.writeFieldName(name).writeValue(value));
        json.writeEndObject();
        return new String(json.getBytes(), StandardCharsets.UTF_8);
    }

    /** Returns a field that holds a moment, as in {@code 2026-01-31T12:00:00Z}. */
    Optional<Instant> moment(String field) {
        return text(field).flatMap(text -> {
            try {
                return Optional.of(Instant.parse(text.replaceFirst("UTC$", "Z")));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * Returns the keys of the fields {@code AccessKeyId} and {@code SecretAccessKey}.
     *
     * @param sessionToken the field of the session's token, which differs
     */
    Optional<AwsCredentials> keys(String sessionToken) {
        Optional<String> id = text("AccessKeyId");
        Optional<String> secret = text("SecretAccessKey");
        return id.isPresent() && secret.isPresent()
                ? Optional.of(EnvironmentKeys.keys(id.get(), secret.get(), text(sessionToken)))
                : Optional.empty();
    }
}
