package io.envdrift.cli.base;

import io.envdrift.config.OutsideRoot;
import io.envdrift.config.VaultFlags;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.VaultOption;
import io.envdrift.vault.VaultProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which vault; the same options on every command that may contact one. */
public final class VaultOptions {
    private static final String DEFAULT_TIMEOUT_SECONDS = "60";

    private final Map<String, String> options = new LinkedHashMap<>();

    private @Nullable String provider;
    private Duration timeout = new SecondsConverter().convert(DEFAULT_TIMEOUT_SECONDS);

    /** Returns the options of a command line that has a provider and nothing else. */
    public static VaultOptions of(String provider) {
        VaultOptions options = new VaultOptions();
        options.provider = provider;
        return options;
    }

    /** Returns the names of the vaults that the command line comes with, sorted. */
    public static List<String> providerNames() {
        return List.copyOf(Providers.known().names());
    }

    /** Adds these options to those of a command. */
    public void declare(CommandOptions command) {
        List<String> names = providerNames();
        command.value(
                        "-p, --provider",
                        "NAME",
                        String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast()
                                + "; overrides the configuration.",
                        text -> provider = text)
                .completionCandidates(names);
        declareProviders(command);
        declareTimeout(command, "Time limit for all vault work");
    }

    /** Adds the time limit alone, for commands that take the vault's settings from the configuration. */
    public void declareTimeout(CommandOptions command, String meaning) {
        command.value(
                        "--timeout",
                        "SECONDS",
                        meaning + " (default: ${DEFAULT-VALUE}).",
                        Duration.class,
                        given -> timeout = given)
                .converters(new SecondsConverter())
                .defaultValue(DEFAULT_TIMEOUT_SECONDS);
    }

    /** Declares the options that the providers name, each once, with the names of those whose keys it sets. */
    private void declareProviders(CommandOptions command) {
        Map<String, VaultOption> declared = new LinkedHashMap<>();
        Map<String, List<String>> users = new LinkedHashMap<>();
        for (VaultProvider known : Providers.known().known()) {
            for (SettingKey key : known.settingKeys()) {
                key.option().ifPresent(option -> {
                    declared.putIfAbsent(option.name(), option);
                    users.computeIfAbsent(option.name(), any -> new ArrayList<>())
                            .add(known.name());
                });
            }
        }
        declared.forEach((name, option) -> command.value(
                name,
                option.label(),
                option.meaning() + " (" + String.join(", ", users.getOrDefault(name, List.of())) + ").",
                text -> options.put(name, text)));
    }

    /** Returns the flags that choose a vault. */
    public VaultFlags flags() {
        return new VaultFlags(Optional.ofNullable(provider), options);
    }

    /** Returns the time limit for all vault work. */
    public Duration timeout() {
        return timeout;
    }

    /** The option that names the configuration; not every command with vault options has it. */
    public static final class ConfigOption {
        private @Nullable Path config;
        private boolean outside;

        /** Adds these options to those of a command. */
        public void declare(CommandOptions options) {
            options.value(
                    "-c, --config",
                    "PATH",
                    "Configuration: a .toml file, else the pair.txt format (default: found upwards).",
                    Path.class,
                    given -> config = given);
            options.flag(
                    "--allow-outside-root",
                    "Let the folders of a configuration with allow_outside_root lie outside its directory.",
                    on -> outside = on);
        }

        /** Returns the machine, with the user's word where the option gives it: it says the same as its variable. */
        public Host machine(Host host) {
            return outside ? host.with(OutsideRoot.VARIABLE, "1") : host;
        }

        /** Tells whether the option for folders outside was given. */
        boolean isOutside() {
            return outside;
        }

        /** Returns the path given. */
        public Optional<Path> path() {
            return Optional.ofNullable(config);
        }
    }
}
