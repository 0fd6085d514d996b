package io.envdrift.cli;

import io.envdrift.dotenv.NameFilter;
import java.util.List;
import picocli.CommandLine.Option;

/** Which values of a file a command works on. */
public final class SelectionOptions {
    @Option(
            names = {"-k", "--key"},
            paramLabel = "GLOB",
            description = "Only names that match; may repeat.")
    private List<String> include = List.of();

    @Option(
            names = {"-ek", "--exclude-key"},
            paramLabel = "GLOB",
            description = "Not names that match; may repeat, and wins.")
    private List<String> exclude = List.of();

    /** Returns the filter. */
    public NameFilter filter() {
        return NameFilter.of(include, exclude);
    }
}
