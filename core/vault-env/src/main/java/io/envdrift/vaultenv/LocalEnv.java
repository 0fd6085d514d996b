package io.envdrift.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.Assignment;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.files.FileSnapshot;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a plain .env file holds.
 *
 * @param vaultKey the value of {@code VAULT_KEY}
 * @param values all other values; of two with the same name the last counts
 */
public record LocalEnv(Optional<String> vaultKey, Map<String, String> values) {
    /** The name of the key's variable. */
    public static final String VAULT_KEY = "VAULT_KEY";

    /**
     * Reads a file; one that does not exist holds nothing.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when it cannot be read, {@code NOT_TEXT} when it is no
     *     text
     */
    public static LocalEnv read(Path file) {
        return of(file, FileSnapshot.following(file));
    }

    /**
     * Returns what a file held when it was read.
     *
     * @param file for errors
     * @throws EnvdriftException {@code NOT_TEXT} when it is no text
     */
    public static LocalEnv of(Path file, FileSnapshot snapshot) {
        Map<String, String> values = new LinkedHashMap<>();
        snapshot.content().map(bytes -> decode(file, bytes)).ifPresent(document -> {
            for (Assignment assignment : document.assignments()) {
                values.put(assignment.name(), assignment.value());
            }
        });
        String key = values.remove(VAULT_KEY);
        return new LocalEnv(
                Optional.ofNullable(key).filter(text -> !text.isEmpty()), Collections.unmodifiableMap(values));
    }

    private static EnvDocument decode(Path file, byte[] bytes) {
        try {
            return EnvDocument.decode(bytes);
        } catch (EnvdriftException e) {
            String message = "Cannot read " + file + ": " + e.getMessage();
            throw new EnvdriftException(e.code(), message, e.hint().orElse(null), e);
        }
    }

    /** Returns the same without some names. */
    LocalEnv without(Set<String> names) {
        Map<String, String> kept = new LinkedHashMap<>(values);
        kept.keySet().removeAll(names);
        return new LocalEnv(vaultKey, Collections.unmodifiableMap(kept));
    }

    static LocalEnv nothing() {
        return new LocalEnv(Optional.empty(), Map.of());
    }

    /** Shows no values. */
    @Override
    public String toString() {
        return "LocalEnv" + values.keySet();
    }
}
