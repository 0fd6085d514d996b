package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.KeyDefect;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.PublicKey;
import io.envdrift.vault.VaultSecret;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one parser of vault values. It understands a bare key, a labelled line, a JSON object, and the text of a whole keys
 * file; it refuses everything that could put more than one plain token into a keys file.
 */
public final class KeyMaterialParser {
    private static final int MAX_LENGTH = 64 * 1024;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9+/=_.:,-]+");
    private static final Pattern LABELLED = Pattern.compile(
            "(?:export[ \\t]+)?(DOTENV_PRIVATE_KEY(?:_[A-Za-z0-9_.-]+)?)[ \\t]*=[ \\t]*(.*)", Pattern.DOTALL);
    private static final Pattern PREFIXED = Pattern.compile("(?i)(?:export\\s+)?DOTENV_PRIVATE_KEY.*");

    private final String expected;
    private final boolean strict;

    /**
     * Creates a parser for one environment.
     *
     * @param keyName the name the key must have, as in {@code DOTENV_PRIVATE_KEY_PRODUCTION}
     * @param strict whether text that is no dotenvx private key is refused
     */
    public KeyMaterialParser(String keyName, boolean strict) {
        this.expected = keyName;
        this.strict = strict;
    }

    /**
     * Reads a secret.
     *
     * @throws EnvdriftException {@code UNUSABLE_KEY_MATERIAL} when it is binary, empty, labelled for another environment,
     *     or anything but key material; the message never holds a part of the value
     */
    public KeyMaterial parse(VaultSecret secret) {
        if (secret.binary()) {
            throw unusable("it holds binary data", "store the key as text");
        }
        return parse(secret.value().reveal(), Optional.empty(), true);
    }

    /**
     * Reads a secret for a file that carries public keys: by name first; where that finds nothing, the key that derives
     * one of them.
     *
     * @param bound whether the environment is given by a mapping: then a single key labelled for another one stays
     *     refused, as everywhere
     * @throws EnvdriftException as {@link #parse}
     */
    public KeyMaterial parseFor(VaultSecret secret, Collection<PublicKey> publicKeys, boolean bound) {
        try {
            return parse(secret);
        } catch (EnvdriftException byName) {
            List<KeyMaterial> others = secret.binary() ? List.of() : labelled(secret.value());
            if (bound && others.size() < 2) {
                throw byName;
            }
            return others.stream()
                    .filter(material -> material.ring().holdsAny(publicKeys))
                    .findFirst()
                    .orElseThrow(() -> byName);
        }
    }

    /** Returns the one private key in a secret, whatever environment it is for; nothing where there are several, or none. */
    public static Optional<KeyMaterial> anyKey(VaultSecret secret) {
        List<KeyMaterial> labelled = secret.binary() ? List.of() : labelled(secret.value());
        if (!labelled.isEmpty()) {
            return labelled.size() == 1 ? Optional.of(labelled.getFirst()) : Optional.empty();
        }
        try {
            return Optional.of(new KeyMaterialParser(KeyNames.PRIVATE, false).parse(secret))
                    .filter(KeyMaterial::isPrivateKey);
        } catch (EnvdriftException e) {
            return Optional.empty();
        }
    }

    /** Returns every private key that has a name, whatever environment it is for. */
    private static List<KeyMaterial> labelled(Secret secret) {
        String text = unquoted(secret.reveal().strip());
        Map<String, String> found = new LinkedHashMap<>();
        JsonFields.parse(text).ifPresent(found::putAll);
        if (found.isEmpty()) {
            EnvDocument.parse(text).assignments().forEach(line -> found.put(line.name(), line.value()));
        }
        return found.entrySet().stream()
                .filter(entry -> KeyNames.isPrivate(entry.getKey()))
                .map(entry -> {
                    KeyList list = KeyList.parse(entry.getValue());
                    return new KeyMaterial(list.value(), list, Optional.of(entry.getKey()));
                })
                .filter(KeyMaterial::isPrivateKey)
                .toList();
    }

    private KeyMaterial parse(String raw, Optional<String> label, boolean structured) {
        String text = unquoted(raw.strip());
        if (text.length() > MAX_LENGTH) {
            throw unusable("it is longer than 64 KiB", "store only the private key");
        }
        if (structured && (text.startsWith("{") || text.startsWith("["))) {
            Optional<Map<String, String>> fields = JsonFields.parse(text);
            if (fields.isPresent()) {
                return fromFields(fields.get(), text);
            }
        }
        if (structured && isSeveralLines(text)) {
            return fromKeysFile(text);
        }
        Matcher labelled = LABELLED.matcher(text);
        if (structured && labelled.matches()) {
            String name = labelled.group(1);
            requireLabel(name);
            return parse(labelled.group(2), Optional.of(name), false);
        }
        return token(text, label);
    }

    private KeyMaterial fromFields(Map<String, String> fields, String text) {
        List<String> names = fields.keySet().stream()
                .filter(name -> name.startsWith(KeyNames.PRIVATE))
                .toList();
        List<String> exact =
                names.stream().filter(name -> name.equalsIgnoreCase(expected)).toList();
        if (exact.size() == 1) {
            requireOnce(exact.getFirst(), text);
            return parse(fields.getOrDefault(exact.getFirst(), ""), Optional.of(exact.getFirst()), false);
        }
        if (names.size() == 1) {
            requireLabel(names.getFirst());
            requireOnce(names.getFirst(), text);
            return parse(fields.getOrDefault(names.getFirst(), ""), Optional.of(names.getFirst()), false);
        }
        String value = fields.get("value");
        if (value != null && names.isEmpty()) {
            return parse(value, Optional.empty(), true);
        }
        throw withoutKey(text);
    }

    private EnvdriftException withoutKey(String json) {
        if (json.startsWith("[")) {
            return unusable("it is a JSON array", "store the key alone");
        }
        Set<String> all = JsonFields.names(json);
        if (all.stream().anyMatch(expected::equalsIgnoreCase)) {
            return unusable(
                    "its field " + expected + " holds no text (null, true, a number, or something nested)",
                    "store the 64 hex digits of the key, in quotes");
        }
        return unusable(
                "it is a JSON object without a field " + expected + " (fields: "
                        + (all.isEmpty() ? "none" : String.join(", ", all)) + ")",
                "store the key alone, or under that name");
    }

    private static void requireOnce(String name, String json) {
        if (JsonFields.repeated(json).contains(name)) {
            throw unusable("it holds " + name + " more than once", "keep one field, its keys separated by commas");
        }
    }

    private KeyMaterial fromKeysFile(String text) {
        List<Assignment> keys = EnvDocument.parse(text).assignments().stream()
                .filter(assignment -> assignment.name().startsWith(KeyNames.PRIVATE))
                .toList();
        List<Assignment> exact = keys.stream()
                .filter(key -> key.name().equalsIgnoreCase(expected))
                .toList();
        if (exact.size() > 1) {
            throw unusable("it holds " + expected + " more than once", "keep one line, its keys separated by commas");
        }
        if (exact.isEmpty() && keys.size() != 1) {
            throw unusable(
                    keys.isEmpty()
                            ? "it holds several lines, none of them a private key"
                            : "it holds several private keys, none of them " + expected,
                    "store only the line of " + expected);
        }
        Assignment key = exact.isEmpty() ? keys.getFirst() : exact.getFirst();
        requireLabel(key.name());
        return parse(key.value(), Optional.of(key.name()), false);
    }

    private KeyMaterial token(String text, Optional<String> label) {
        // Without empty parts between commas, because keys files are compared by their keys, not by their text.
        KeyList list = KeyList.parse(text);
        if (list.tokens().isEmpty()) {
            throw unusable("it is empty", "store the private key in it");
        }
        if (KeyDefect.isNoText(text)) {
            // What a program writes where there is no text: JSON's null, true, a number.
            throw unusable(
                    "it is null, true, false or a number, not a private key", "store the 64 hex digits of the key");
        }
        if (PREFIXED.matcher(text).matches() || !TOKEN.matcher(text).matches()) {
            throw unusable("it is not a private key", "store the 64 hex digits of the key, nothing else");
        }
        KeyMaterial material = new KeyMaterial(list.value(), list, label);
        if (strict && !material.isPrivateKey()) {
            throw unusable(
                    "it does not look like a dotenvx private key",
                    "store the 64 hex digits of the key, or set strict_keys = false");
        }
        return material;
    }

    private void requireLabel(String name) {
        boolean named = !name.equals(KeyNames.PRIVATE);
        if (named && !name.equalsIgnoreCase(expected)) {
            throw new MislabelledKeyException(name, expected);
        }
    }

    private static boolean isSeveralLines(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }

    /** Strips one pair of equal quotes, as every reader of vault and keys file does. */
    private static String unquoted(String text) {
        if (text.length() >= 2) {
            char first = text.charAt(0);
            if ((first == '"' || first == '\'') && text.charAt(text.length() - 1) == first) {
                return text.substring(1, text.length() - 1).strip();
            }
        }
        return text;
    }

    private static EnvdriftException unusable(String why, String hint) {
        return new EnvdriftException(ErrorCode.UNUSABLE_KEY_MATERIAL, "Unusable key material: " + why, hint);
    }
}
