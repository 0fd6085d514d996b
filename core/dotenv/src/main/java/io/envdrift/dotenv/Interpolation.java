package io.envdrift.dotenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Expands references in values, for running a program and for reading single values; files keep what they hold.
 *
 * <p>{@code $NAME}, {@code ${NAME}}, {@code ${NAME:-default}} (unset or empty), {@code ${NAME-default}} (unset),
 * {@code ${NAME:+text}} (set and not empty), {@code ${NAME+text}} (set); defaults may hold references again. A name is
 * looked up in the environment, then in the lines before; the other way round when the file overrides the environment.
 * Unknown names are empty. {@code \$} is a dollar sign. Nothing is expanded in single quotes.
 *
 * <p>No command is ever run: {@code $(…)} stays text, as do {@code $1}, {@code $$}, a lone {@code $} and any other
 * {@code ${…}}. A value is inserted as it is, and not expanded again. So {@code $&} and {@code $$} in it arrive intact,
 * where dotenvx mangles them, and there are no cycles: a reference to a later line, or to its own, is empty.
 */
public final class Interpolation {
    private static final int MAX_INSERTED = 4 * 1024 * 1024;

    private final Map<String, String> environment;
    private final boolean override;
    private final Map<String, String> earlier = new HashMap<>();
    private int inserted;

    private Interpolation(Map<String, String> environment, boolean override) {
        this.environment = environment;
        this.override = override;
    }

    /**
     * Resolves the values of a file, or of several in their order.
     *
     * @param environment the variables of the process
     * @param override whether the file wins over the environment
     * @return each name once, in the order of its first line, with the value of its last; that of the environment where
     *     it wins
     * @throws EnvdriftException {@code INTERPOLATION} when more than 32 defaults are nested, or references insert more
     *     than four million characters in all
     */
    public static Map<String, String> resolve(
            List<RawValue> values, Map<String, String> environment, boolean override) {
        Interpolation interpolation = new Interpolation(environment, override);
        Map<String, String> resolved = new LinkedHashMap<>();
        for (RawValue each : values) {
            String value = each.literal() ? each.value() : interpolation.expand(each);
            interpolation.earlier.put(each.name(), value);
            String winner = override ? null : environment.get(each.name());
            resolved.put(each.name(), winner == null ? value : winner);
        }
        return resolved;
    }

    private String expand(RawValue value) {
        return value.value().indexOf('$') < 0 ? value.value() : new Expansion(value, this).run();
    }

    @Nullable
    String lookUp(String name, RawValue within) {
        String inFile = earlier.get(name);
        String inProcess = environment.get(name);
        String found = override ? (inFile == null ? inProcess : inFile) : (inProcess == null ? inFile : inProcess);
        inserted += found == null ? 0 : found.length();
        if (inserted > MAX_INSERTED) {
            throw tooMuch(within, "its references insert too much text");
        }
        return found;
    }

    static EnvdriftException tooMuch(RawValue value, String what) {
        return new EnvdriftException(
                        ErrorCode.INTERPOLATION,
                        "cannot expand " + value.name() + ": " + what,
                        "put the value in single quotes, where nothing is expanded")
                .naming(List.of(value.name()));
    }
}
