package io.envdrift.microprofile;

import io.envdrift.sources.Source;
import io.envdrift.sources.SourceValues;
import io.envdrift.sources.SourceWatch;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The values of a source. A property is looked up as variables of the environment are: by its name, then with every
 * character but letters and digits as {@code _}, then that in capitals. With an interval the values are those of the
 * last check for changes.
 */
public final class EnvdriftConfigSource implements ConfigSource, AutoCloseable {
    /** Below the variables of the process (300), above the files that applications bring along. */
    private static final int BELOW_ENVIRONMENT = 290;

    private final int ordinal;
    private final boolean smallRye;
    private volatile SourceValues values;
    private volatile SourceWatch watch = () -> {};

    private EnvdriftConfigSource(SourceValues values, int position, boolean smallRye) {
        this.values = values;
        this.smallRye = smallRye;
        this.ordinal = BELOW_ENVIRONMENT + Math.min(position, 9);
    }

    /**
     * Creates a source.
     *
     * @param position how many sources come before it, which it wins over
     * @param interval how often the source is checked for changes; empty for never
     * @param smallRye whether SmallRye reads the values, which has escapes of its own
     */
    static EnvdriftConfigSource of(
            Source source, SourceValues values, int position, Optional<Duration> interval, boolean smallRye) {
        EnvdriftConfigSource made = new EnvdriftConfigSource(values, position, smallRye);
        interval.ifPresent(time -> made.watch = source.watch(
                values,
                time,
                next -> made.values = next,
                failure -> Line.warn(Line.of(failure).getMessage() + " (the values stay as they are)")));
        return made;
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
        SourceValues now = values;
        String variable = name.replaceAll("[^A-Za-z0-9]", "_");
        return now.get(name)
                .or(() -> now.get(variable))
                .or(() -> now.get(variable.toUpperCase(Locale.ROOT)))
                .map(this::literal)
                .orElse(null);
    }

    /**
     * References of the env file are expanded already, so a text like a reference is plain text now. The runtime would
     * expand it again; a backslash before <code>${</code> is the specification's escape. SmallRye also takes {@code $$}
     * and {@code \$} for one dollar sign, with {@code \$} as its escape; other runtimes leave both as they are. A
     * single dollar sign needs no escape.
     */
    private String literal(String value) {
        if (!smallRye) {
            return value.replace("${", "\\${");
        }
        boolean expanded = value.contains("${") || value.contains("$$") || value.contains("\\$");
        return expanded ? value.replace("$", "\\$") : value;
    }

    @Override
    public String getName() {
        return "envdrift:" + values.location();
    }

    /** Ends the looks for changes; the runtime calls it when it releases the configuration. */
    @Override
    public void close() {
        watch.close();
    }

    /** Returns location and names, never a value. */
    @Override
    public String toString() {
        return "EnvdriftConfigSource " + values;
    }
}
