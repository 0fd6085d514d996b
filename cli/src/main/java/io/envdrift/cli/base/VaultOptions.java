package io.envdrift.cli.base;

import io.envdrift.config.VaultFlags;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which vault; the same options on every command that may contact one. */
public final class VaultOptions {
    private static final String DEFAULT_TIMEOUT_SECONDS = "60";

    private @Nullable String provider;
    private @Nullable String vaultUrl;
    private @Nullable String region;
    private @Nullable String projectId;
    private Duration timeout = new SecondsConverter().convert(DEFAULT_TIMEOUT_SECONDS);

    /** Adds these options to those of a command. */
    public void declare(CommandOptions options) {
        options.value(
                "-p, --provider",
                "NAME",
                "aws, azure, blobstore, gcp, hashicorp or local; overrides the configuration.",
                text -> provider = text);
        options.value("--vault-url", "URL", "Vault URL (azure, blobstore, hashicorp).", text -> vaultUrl = text);
        options.value("--region", "REGION", "Region (aws).", text -> region = text);
        options.value("--project-id", "ID", "Project (gcp).", text -> projectId = text);
        options.value(
                        "--timeout",
                        "SECONDS",
                        "Time limit for all vault work (default: ${DEFAULT-VALUE}).",
                        Duration.class,
                        given -> timeout = given)
                .converters(new SecondsConverter())
                .defaultValue(DEFAULT_TIMEOUT_SECONDS);
    }

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
        private @Nullable Path config;

        /** Adds these options to those of a command. */
        public void declare(CommandOptions options) {
            options.value(
                    "-c, --config",
                    "PATH",
                    "Configuration: a .toml file, else the pair.txt format (default: found upwards).",
                    Path.class,
                    given -> config = given);
        }

        /** Returns the path given. */
        public Optional<Path> path() {
            return Optional.ofNullable(config);
        }
    }
}
