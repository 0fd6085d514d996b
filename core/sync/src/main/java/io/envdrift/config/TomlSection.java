package io.envdrift.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A TOML table whose values are read with a check of their type. A wrong one is noted as an error and then read as
 * absent, so that one pass finds them all. Messages name keys and types, never values: a mistaken value may be a secret.
 *
 * @param path dotted path for messages; empty for the whole file
 * @param at where the table begins
 */
record TomlSection(TomlTable table, String path, TomlPosition at, Findings findings) {
    private static final TomlPosition START = TomlPosition.positionAt(1, 1);

    static TomlSection root(TomlTable table, String path, Findings findings) {
        return new TomlSection(table, path, START, findings);
    }

    Optional<String> text(String key) {
        return read(key, "text", value -> value instanceof String text ? text : null);
    }

    Optional<Boolean> flag(String key) {
        return read(key, "true or false", value -> value instanceof Boolean flag ? flag : null);
    }

    /** Reads a whole number of at least 1. */
    OptionalInt count(String key) {
        Optional<Integer> count = read(
                key,
                "a whole number of at least 1",
                value -> value instanceof Long number && number >= 1 && number <= Integer.MAX_VALUE
                        ? (Integer) number.intValue()
                        : null);
        return count.isPresent() ? OptionalInt.of(count.get()) : OptionalInt.empty();
    }

    List<String> texts(String key) {
        return read(key, "a list of texts", TomlSection::textsOrNull).orElse(List.of());
    }

    Optional<TomlSection> section(String key) {
        return read(key, "a table", value -> value instanceof TomlTable inner ? inner : null)
                .map(inner -> new TomlSection(inner, nameOf(key), positionOf(key), findings));
    }

    List<TomlSection> sections(String key) {
        List<TomlSection> sections = new ArrayList<>();
        read(key, "a list of tables", value -> value instanceof TomlArray array ? array : null)
                .ifPresent(array -> {
                    for (int i = 0; i < array.size(); i++) {
                        String element = nameOf(key) + "[" + i + "]";
                        if (array.get(i) instanceof TomlTable inner) {
                            sections.add(new TomlSection(inner, element, array.inputPositionOf(i), findings));
                        } else {
                            findings.error(element + " must be a table", array.inputPositionOf(i));
                        }
                    }
                });
        return sections;
    }

    boolean has(String key) {
        return table.get(List.of(key)) != null;
    }

    /** Notes an error at a key, or at the table where the key is absent. */
    void error(String key, String text) {
        findings.error(nameOf(key) + " " + text, has(key) ? positionOf(key) : at);
    }

    /** Notes a warning at a key. */
    void warn(String key, String text) {
        findings.warn(nameOf(key) + " " + text, positionOf(key));
    }

    /** Warns of every key that is not known, with the one that may have been meant. */
    void warnOfOthersThan(Collection<String> known) {
        for (String key : table.keySet()) {
            if (!known.contains(key)) {
                String where = path.isEmpty() ? "at the top" : "in [" + path + "]";
                String meant = Suggestions.closest(key, known)
                        .map(suggestion -> "; did you mean '" + suggestion + "'?")
                        .orElse("");
                String text = "unknown key '" + key + "' " + where + meant;
                if (Suggestions.isTypo(key, ConfigKey.protecting())) {
                    // A mistyped key of a protection would leave the protection off without a word.
                    findings.error(text, positionOf(key));
                } else {
                    findings.warn(text, positionOf(key));
                }
            }
        }
    }

    /** Returns the key that is not known and most like one that is missing. */
    Optional<String> unknownLike(String missing, Collection<String> known) {
        return table.keySet().stream()
                .filter(key -> !known.contains(key))
                .filter(key ->
                        Suggestions.closest(key, known).filter(missing::equals).isPresent())
                .findFirst();
    }

    private <T> Optional<T> read(String key, String type, Function<Object, @Nullable T> cast) {
        Object value = table.get(List.of(key));
        if (value == null) {
            return Optional.empty();
        }
        T read = cast.apply(value);
        if (read == null) {
            error(key, "must be " + type);
        }
        return Optional.ofNullable(read);
    }

    private static @Nullable List<String> textsOrNull(Object value) {
        if (!(value instanceof TomlArray array)) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (Object element : array.toList()) {
            if (!(element instanceof String text)) {
                return null;
            }
            texts.add(text);
        }
        return texts;
    }

    private String nameOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private TomlPosition positionOf(String key) {
        return Objects.requireNonNullElse(table.inputPositionOf(List.of(key)), at);
    }
}
