package io.envdrift.workflow;

import io.envdrift.base.Deadline;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.VaultFlags;
import io.envdrift.config.VaultRouting;
import io.envdrift.pool.SecretReference;
import io.envdrift.pool.VaultPool;
import io.envdrift.pool.VaultProviders;
import io.envdrift.trust.TrustStore;
import io.envdrift.trust.TrustedHosts;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultOption;
import io.envdrift.vault.VaultProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Opens configurations as projects: with routing, trust of hosts, and vaults that are opened on first use. */
public record ProjectFactory(Machine machine, VaultProviders providers) {
    /**
     * Makes a project; contacts no vault.
     *
     * @param routing finds each mapping's vault
     * @param flags what the command line says about vaults
     * @param timeout how long all vault work may take
     */
    public Project open(EnvdriftConfig config, VaultRouting routing, VaultFlags flags, Duration timeout) {
        return new Project(
                config,
                machine.ports(),
                mapping -> new SecretReference(routing.settingsFor(mapping), mapping.secretName()),
                pool(Optional.of(config), flags, timeout));
    }

    /** Returns the routing of a configuration. */
    public VaultRouting routing(EnvdriftConfig config, VaultFlags flags) {
        return VaultRouting.of(config, flags, machine.environment(), providers);
    }

    /** Returns vaults to be opened when first needed, with or without a configuration. */
    public VaultPool pool(Optional<EnvdriftConfig> config, VaultFlags flags, Duration timeout) {
        TrustedHosts trust = trustedHosts(flags);
        Optional<Path> caFile = config.flatMap(read -> read.vault().caFile());
        VaultContext context = new VaultContext(
                machine.environment(),
                machine.home(),
                Deadline.in(timeout),
                trust,
                caFile,
                machine.passphrase(),
                machine.ports().files(),
                config.map(Project::readers).orElse(1),
                machine.warnings());
        return new VaultPool(
                name -> provider(name, caFile, trust), context, machine.ports().progress());
    }

    /** Returns what this user trusts. */
    public TrustStore trustStore() {
        return TrustStore.of(
                machine.environment(), machine.home(), machine.ports().files());
    }

    /** Returns the guard of hosts that a repository names. */
    public TrustedHosts trustedHosts(VaultFlags flags) {
        List<String> addresses = flags.value(VaultOption.VAULT_URL).stream().toList();
        return new TrustedHosts(machine.environment(), providers.known(), addresses, trustStore(), machine.question());
    }

    /** A certificate authority named by the repository must be trusted before anything is sent over the network. */
    private VaultProvider provider(String name, Optional<Path> caFile, TrustedHosts trust) {
        VaultProvider provider = providers.require(name);
        if (provider.isRemote()) {
            caFile.ifPresent(trust::requireCaFile);
        }
        return provider;
    }
}
