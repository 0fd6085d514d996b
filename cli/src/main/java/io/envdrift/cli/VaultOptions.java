package io.envdrift.cli;

import io.envdrift.config.VaultFlags;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which vault; the same options on every command that may contact one. */
public final class VaultOptions {
    private static final String DEFAULT_TIMEOUT_SECONDS = "60";

    @Option(
            names = {"-p", "--provider"},
            paramLabel = "NAME",
            description = "aws, azure, blobstore, gcp, hashicorp or local; overrides the configuration.")
    private @Nullable String provider;

    @Option(names = "--vault-url", paramLabel = "URL", description = "Vault URL (azure, blobstore, hashicorp).")
    private @Nullable String vaultUrl;

    @Option(names = "--region", paramLabel = "REGION", description = "Region (aws).")
    private @Nullable String region;

    @Option(names = "--project-id", paramLabel = "ID", description = "Project (gcp).")
    private @Nullable String projectId;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = DEFAULT_TIMEOUT_SECONDS,
            converter = SecondsConverter.class,
            description = "Time limit for all vault work (default: ${DEFAULT-VALUE}).")
    private Duration timeout = new SecondsConverter().convert(DEFAULT_TIMEOUT_SECONDS);

    /** Returns the flags that choose a vault. */
    public VaultFlags flags() {
        return new VaultFlags(
                Optional.ofNullable(provider),
                Optional.ofNullable(vaultUrl),
                Optional.ofNullable(region),
                Optional.ofNullable(projectId));
    }

    /** Returns the time limit for all vault work. */
    public Duration timeout() {
        return timeout;
    }

    /** The option that names the configuration; not every command with vault options has it. */
    public static final class ConfigOption {
        @Option(
                names = {"-c", "--config"},
                paramLabel = "PATH",
                description = "Configuration: a .toml file, else the pair.txt format (default: found upwards).")
        private @Nullable Path config;

        /** Returns the path given. */
        public Optional<Path> path() {
            return Optional.ofNullable(config);
        }
    }
}
