package io.envdrift.microprofile;

import io.envdrift.api.EnvValues;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The values of an env file. A property is looked up as variables of the environment are: by its name, then with every
 * character but letters and digits as {@code _}, then that in capitals.
 */
public final class EnvdriftConfigSource implements ConfigSource {
    /** Below the variables of the process (300), above the files that applications bring along. */
    private static final int BELOW_ENVIRONMENT = 290;

    private final EnvValues values;
    private final int ordinal;

    /**
     * Creates a source.
     *
     * @param position how many sources come after it, which it wins over
     */
    EnvdriftConfigSource(EnvValues values, int position) {
        this.values = values;
        this.ordinal = BELOW_ENVIRONMENT + Math.min(position, 9);
    }

    @Override
    public Set<String> getPropertyNames() {
        return values.names();
    }

    @Override
    public int getOrdinal() {
        return ordinal;
    }

    @Override
    public @Nullable String getValue(String name) {
        String variable = name.replaceAll("[^A-Za-z0-9]", "_");
        return values.get(name)
                .or(() -> values.get(variable))
                .or(() -> values.get(variable.toUpperCase(Locale.ROOT)))
                .map(EnvdriftConfigSource::literal)
                .orElse(null);
    }

    /**
     * References of the env file were expanded already: what looks like one now is text. SmallRye would expand it again, and
     * take {@code $$} and {@code \$} for one dollar sign; {@code \$} is its escape, and for <code>${</code> the
     * specification's. A lone dollar sign needs none.
     */
    private static String literal(String value) {
        boolean expanded = value.contains("${") || value.contains("$$") || value.contains("\\$");
        return expanded ? value.replace("$", "\\$") : value;
    }

    @Override
    public String getName() {
        return "envdrift:" + values.file();
    }

    /** Returns file and names, never a value. */
    @Override
    public String toString() {
        return "EnvdriftConfigSource " + values;
    }
}
