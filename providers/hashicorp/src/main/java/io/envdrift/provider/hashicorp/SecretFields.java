package io.envdrift.provider.hashicorp;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a secret. Vault keeps a map under each name; envdrift works with one text.
 *
 * @param fields any JSON object; not changed
 */
record SecretFields(ObjectNode fields) {
    /** Keeps numbers as they are written, because fields of others are written back to Vault. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final String VALUE = "value";
    private static final Pattern KEY_NAME = Pattern.compile("DOTENV_PRIVATE_KEY(_.*)?");
    private static final Pattern KEY_LINE = Pattern.compile("(DOTENV_PRIVATE_KEY(?:_[A-Za-z0-9_.-]+)?)=([^\\r\\n]*)");

    static SecretFields none() {
        return new SecretFields(JSON.createObjectNode());
    }

    /**
     * Returns the secret as one text: a single field {@code value} as it is; else the only field that is named like a
     * private key and holds text, as {@code NAME=value}; else the whole map as JSON. Values that are no text are written
     * as JSON, and {@code null} is none.
     */
    String text() {
        JsonNode only = fields.size() == 1 ? fields.get(VALUE) : null;
        if (only != null) {
            if (only.isNull()) {
                return "";
            }
            return only.isString() ? only.stringValue() : JSON.writeValueAsString(only);
        }
        List<String> names = keyNames();
        return names.size() == 1
                ? names.getFirst() + "=" + fields.get(names.getFirst()).stringValue()
                : JSON.writeValueAsString(fields);
    }

    /**
     * Returns these fields with another text. It goes where {@link #text()}, or the reader of its JSON, finds it: to the
     * field of that name where the secret keeps private keys in fields of their own, else to {@code value}. All other
     * fields stay.
     *
     * @param text for a secret with named keys: {@code NAME=value}
     * @return nothing when the secret has named keys, and the text does not say which one it is
     */
    Optional<SecretFields> with(String text) {
        List<String> names = keyNames();
        if (names.isEmpty()) {
            return Optional.of(with(VALUE, text));
        }
        Matcher line = KEY_LINE.matcher(text);
        if (!line.matches()) {
            return Optional.empty();
        }
        String name = names.stream()
                .filter(known -> known.equalsIgnoreCase(line.group(1)))
                .findFirst()
                .orElse(line.group(1));
        return Optional.of(with(name, line.group(2)));
    }

    private SecretFields with(String name, String text) {
        ObjectNode copy = fields.deepCopy();
        copy.put(name, text);
        return new SecretFields(copy);
    }

    private List<String> keyNames() {
        return fields.propertyStream()
                .filter(field -> KEY_NAME.matcher(field.getKey()).matches()
                        && field.getValue().isString())
                .map(field -> field.getKey())
                .toList();
    }

    /** Shows no field. */
    @Override
    public String toString() {
        return "SecretFields[" + fields.size() + "]";
    }
}
