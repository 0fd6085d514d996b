package io.envdrift.workflow;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.Mapping;
import io.envdrift.config.ProviderNotChosenException;
import io.envdrift.config.Suggestions;
import io.envdrift.dotenv.Glob;
import io.envdrift.pool.SecretReference;
import io.envdrift.pool.VaultPool;
import io.envdrift.sync.EnvFileLocator;
import io.envdrift.sync.SyncPlanner;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.VaultSettings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A configuration with everything that the workflows on it need. Closing it ends the connections to its vaults. */
public final class Project implements AutoCloseable {
    private static final int DEFAULT_WORKERS_FOR_READS = 16;

    private final EnvdriftConfig config;
    private final Ports ports;
    private final Function<Mapping, SecretReference> routing;
    private final VaultPool vaults;
    private final EnvFileLocator locator;
    private final List<Glob> plainKeys;

    /**
     * Creates a project.
     *
     * @param routing finds a mapping's secret; throws {@link EnvdriftException} where it cannot
     * @param vaults opens what the routing names
     */
    public Project(EnvdriftConfig config, Ports ports, Function<Mapping, SecretReference> routing, VaultPool vaults) {
        this.config = config;
        this.ports = ports;
        this.routing = routing;
        this.vaults = vaults;
        this.locator = new EnvFileLocator(config.sync().mappings());
        this.plainKeys = config.encryption().plainKeys().stream().map(Glob::of).toList();
    }

    /** Returns how many vault reads run at once. */
    public static int readers(EnvdriftConfig config) {
        return config.sync().maxWorkers().orElse(DEFAULT_WORKERS_FOR_READS);
    }

    /** Returns how many files are worked on at once. */
    public int fileWorkers() {
        return config.sync().maxWorkers().orElse(Runtime.getRuntime().availableProcessors());
    }

    /** Returns the configuration. */
    public EnvdriftConfig config() {
        return config;
    }

    /**
     * Returns the selected mappings.
     *
     * @throws EnvdriftException {@code NOTHING_SELECTED} when there is none, or no mapping belongs to the profile
     */
    public List<Mapping> select(Optional<String> profile) {
        // An error even where untagged mappings are left: a job that names a profile wants the files of that profile.
        boolean unknown =
                profile.filter(name -> !config.profiles().contains(name)).isPresent();
        List<Mapping> selected = config.select(profile);
        if (unknown || selected.isEmpty()) {
            String profiles = config.profiles().stream().collect(Collectors.joining(", "));
            throw new EnvdriftException(
                    ErrorCode.NOTHING_SELECTED,
                    profile.map(name -> "No mappings found for profile '" + name + "'")
                            .orElse("No mappings selected: all mappings of " + config.file() + " belong to a profile"),
                    profiles.isEmpty()
                            ? "add a mapping to " + config.file()
                            : "profiles there are: " + profiles
                                    + profile.map(name -> Suggestions.inBrackets(name, config.profiles()))
                                            .orElse(""));
        }
        return selected;
    }

    /** Returns the ports of the workflows. */
    public Ports ports() {
        return ports;
    }

    /** Returns what finds the env file of a mapping. */
    public EnvFileLocator locator() {
        return locator;
    }

    /** Returns the names of variables that stay in plaintext. */
    public List<Glob> plainKeys() {
        return plainKeys;
    }

    /**
     * Returns where a mapping's secret is.
     *
     * @throws EnvdriftException when no vault can be made of what is configured
     */
    public SecretReference secretOf(Mapping mapping) {
        return routing.apply(mapping);
    }

    /**
     * Makes sure that what is written about a mapping's vault is valid, for workflows that do not ask the vault: a fault must not
     * wait for the day when one does. That no provider is chosen yet is none.
     *
     * @throws EnvdriftException as {@link #secretOf}
     */
    public void requireValidVault(Mapping mapping) {
        try {
            Objects.requireNonNull(secretOf(mapping));
        } catch (ProviderNotChosenException e) {
            return;
        }
    }

    /**
     * Returns a vault, opened if it was not.
     *
     * @throws io.envdrift.vault.VaultException when it cannot be opened
     */
    public Vault vault(VaultSettings settings) {
        return vaults.vault(settings);
    }

    /** Reads secrets, each once, side by side. */
    public Map<SecretReference, VaultRead> read(Collection<SecretReference> references) {
        return vaults.read(references);
    }

    /** Returns what plans a sync of this project. */
    public SyncPlanner planner() {
        return new SyncPlanner(locator, routing, vaults, config.hasStrictKeys());
    }

    @Override
    public void close() {
        vaults.close();
    }
}
