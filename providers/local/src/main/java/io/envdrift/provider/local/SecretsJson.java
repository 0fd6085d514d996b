package io.envdrift.provider.local;

import io.envdrift.base.Secret;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The plain form of a vault's content: a JSON object of names, each with the array of its values, oldest first. */
final class SecretsJson {
    private static final JsonFactory JSON = new JsonFactory();

    private SecretsJson() {}

    static byte[] write(VersionedSecrets secrets) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            secrets.values().forEach((name, versions) -> {
                json.writeArrayPropertyStart(name);
                versions.forEach(value -> json.writeString(value.reveal()));
                json.writeEndArray();
            });
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link #write} wrote; nothing for anything else. */
    static Optional<VersionedSecrets> read(byte[] bytes) {
        SortedMap<String, List<Secret>> values = new TreeMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            boolean fine = json.nextToken() == JsonToken.START_OBJECT;
            while (fine && json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                List<Secret> versions = readVersions(json);
                fine = !versions.isEmpty() && values.put(name, versions) == null;
            }
            fine = fine && json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
            return fine ? Optional.of(new VersionedSecrets(values)) : Optional.empty();
        } catch (JacksonException e) {
            // Not passed on: its message quotes the text.
            return Optional.empty();
        }
    }

    /** Reads an array of strings; an empty list for anything else. */
    private static List<Secret> readVersions(JsonParser json) {
        List<Secret> versions = new ArrayList<>();
        if (json.nextToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                versions.add(Secret.of(json.getString()));
            }
        }
        return json.currentToken() == JsonToken.END_ARRAY ? versions : List.of();
    }
}
