package io.envdrift.cli.base;

import io.envdrift.dotenv.NameFilter;
import java.util.List;

/** Which values of a file a command works on. */
public final class SelectionOptions {
    private List<String> include = List.of();
    private List<String> exclude = List.of();

    /** Adds these options to those of a command. */
    public void declare(CommandOptions options) {
        options.values(
                "-k, --key", "GLOB", "Only names that match; may repeat.", String.class, given -> include = given);
        options.values(
                "-ek, --exclude-key",
                "GLOB",
                "Not names that match; may repeat, and wins.",
                String.class,
                given -> exclude = given);
    }

    /** Returns the filter. */
    public NameFilter filter() {
        return NameFilter.of(include, exclude);
    }
}
