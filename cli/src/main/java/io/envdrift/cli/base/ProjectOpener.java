package io.envdrift.cli.base;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Progress;
import io.envdrift.base.Secret;
import io.envdrift.cli.render.Ascii;
import io.envdrift.cli.render.Escaping;
import io.envdrift.config.ConfigLoader;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.Suggestions;
import io.envdrift.config.TrustedConfig;
import io.envdrift.config.VaultFlags;
import io.envdrift.config.VaultRouting;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileSnapshot;
import io.envdrift.pool.VaultPool;
import io.envdrift.pool.VaultProviders;
import io.envdrift.trust.TrustQuestion;
import io.envdrift.trust.TrustStore;
import io.envdrift.trust.TrustedHosts;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.workflow.Machine;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.ProjectFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens projects and vaults from options and machine. */
public final class ProjectOpener {
    private final Host host;
    private @Nullable VaultProviders providers;
    private @Nullable TerminalProgress shown;

    /** Creates an opener. */
    public ProjectOpener(Host host) {
        this.host = host;
    }

    /**
     * A project and what the user should know about its configuration.
     *
     * @param provider the provider of mappings that name no vault, for the title; empty when it is not clear
     */
    public record Opened(Project project, List<String> warnings, Optional<String> provider) implements AutoCloseable {
        /** Returns the line of a title that tells provider, mode and number of services. */
        public String title(String mode, Optional<String> profile) {
            return "Provider: " + provider.orElse("per mapping") + " | Mode: " + mode + " | Services: "
                    + project.select(profile).size();
        }

        @Override
        public void close() {
            project.close();
        }
    }

    /**
     * Reads the configuration and prepares its vaults; contacts none.
     *
     * @throws io.envdrift.base.EnvdriftException when there is no configuration, or it is not valid
     */
    public Opened open(Optional<Path> config, VaultOptions vault) {
        VaultFlags flags = flags(vault);
        EnvdriftConfig loaded =
                loader(flags.provider(), vault.timeout()).loadOrDiscover(config, host.workingDirectory());
        return open(loaded, flags, vault.timeout());
    }

    /**
     * Reads the configuration where there is one, be it without a mapping, and prepares its vaults; contacts none.
     *
     * @throws io.envdrift.base.EnvdriftException when the configuration is not valid
     */
    public Optional<Opened> openIfPresent(Optional<Path> config, VaultOptions vault) {
        VaultFlags flags = flags(vault);
        return loader(flags.provider(), vault.timeout())
                .find(config, host.workingDirectory())
                .map(loaded -> open(loaded, flags, vault.timeout()));
    }

    /**
     * Prepares the vaults of a configuration as it was at some time; contacts none.
     *
     * @param file where it lay, which its relative paths are relative to
     * @param content what it held
     * @param others the same file in other work trees: a file of a vault that is not there is looked for beside them
     * @param timeout how long all vault work may take
     * @throws io.envdrift.base.EnvdriftException when the configuration is not valid
     */
    public Opened openRemembered(Path file, byte[] content, List<Path> others, Duration timeout) {
        EnvdriftConfig config = loader(Optional.empty(), timeout).load(file, content);
        List<Path> directories = others.stream()
                .flatMap(other -> Stream.ofNullable(other.getParent()))
                .toList();
        return open(
                config,
                VaultFlags.none(),
                factory().routing(config, VaultFlags.none()).orIn(directories),
                timeout);
    }

    /** An unknown provider is a mistake in the command line, and no failure of a vault. */
    private VaultFlags flags(VaultOptions options) {
        VaultFlags flags = options.flags();
        Optional<String> unknown =
                flags.provider().filter(name -> providers().find(name).isEmpty());
        if (unknown.isPresent()) {
            SortedSet<String> known = providers().names();
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "Unknown provider '" + unknown.get() + "'" + Suggestions.inBrackets(unknown.get(), known),
                    "providers are: " + String.join(", ", known));
        }
        return flags;
    }

    /** Reads the configuration where there is one, for commands that work without. */
    public Optional<EnvdriftConfig> find(Optional<Path> config) {
        return file(config)
                .map(found -> loader(Optional.empty(), FileSnapshot.USUAL_LIMIT).load(found));
    }

    /** Finds the configuration's file from the working directory; reads nothing of it. */
    public Optional<Path> discover() {
        return file(Optional.empty());
    }

    private ConfigLoader loader(Optional<String> provider, Duration timeout) {
        return new ConfigLoader(
                providers(),
                provider,
                TrustedConfig.word(
                        host.environment(),
                        TrustStore.of(host.environment(), host.home(), new AtomicFile(host.files()))),
                timeout);
    }

    private Optional<Path> file(Optional<Path> config) {
        return config.map(host.workingDirectory()::resolve)
                .or(() -> new ConfigLoader(VaultProviders.of(List.of()), Optional.empty())
                        .discover(host.workingDirectory()));
    }

    /** Searched for on first use, because the search opens every jar of the class path. */
    private synchronized VaultProviders providers() {
        VaultProviders found = providers;
        if (found == null) {
            found = host.providers().get();
            providers = found;
        }
        return found;
    }

    /** Returns what workflows need of this machine. */
    public Ports ports() {
        return new Ports(new AtomicFile(host.files()), host.clock(), SecureRandom::new, progress());
    }

    private Progress progress() {
        return terminalProgress().<Progress>map(shown -> shown).orElse(Progress.NONE);
    }

    private synchronized Optional<TerminalProgress> terminalProgress() {
        if (shown == null && host.showsProgress()) {
            shown = new TerminalProgress(host.err());
        }
        return Optional.ofNullable(shown);
    }

    private <T> T asking(Supplier<T> question) {
        return terminalProgress().map(progress -> progress.asking(question)).orElseGet(question);
    }

    /** Returns what this user trusts. */
    public TrustStore trustStore() {
        return factory().trustStore();
    }

    /** Returns the guard of hosts that a repository names. */
    public TrustedHosts trustedHosts(VaultFlags flags) {
        return factory().trustedHosts(flags);
    }

    private ProjectFactory factory() {
        TrustQuestion question = host.terminal()
                .<TrustQuestion>map(terminal -> text -> asking(() -> terminal.ask(Escaping.text(text) + " (y/N): "))
                        .map(Prompts::isYes))
                .orElse(TrustQuestion.NOBODY);
        return new ProjectFactory(
                new Machine(host.environment(), host.home(), ports(), question, this::askPassphrase, new Warnings()),
                providers());
    }

    /**
     * Vaults without mappings, for commands that name a secret on the command line.
     *
     * @param config the configuration, where there is one
     * @param routing finds the vault's settings
     * @param vaults opens it
     */
    public record OpenedVaults(
            Optional<EnvdriftConfig> config, VaultRouting routing, VaultPool vaults, List<String> warnings)
            implements AutoCloseable {
        /** Opens the vault that options and configuration name, in the region of the secret where its name tells one. */
        public Vault vault(String secret) {
            return vaults.vault(routing.settingsFor(secret));
        }

        @Override
        public void close() {
            vaults.close();
        }
    }

    /**
     * Prepares the vault that options and, where there is one, the configuration name; contacts none.
     *
     * @throws io.envdrift.base.EnvdriftException when the configuration is not valid
     */
    public OpenedVaults openVaults(Optional<Path> config, VaultOptions options) {
        VaultFlags flags = flags(options);
        ProjectFactory factory = factory();
        Optional<EnvdriftConfig> read =
                loader(flags.provider(), options.timeout()).find(config, host.workingDirectory());
        VaultRouting routing =
                factory.routing(read.orElseGet(() -> EnvdriftConfig.none(host.workingDirectory())), flags);
        List<String> warnings =
                new ArrayList<>(read.map(EnvdriftConfig::warnings).orElse(List.of()));
        warnings.addAll(routing.warnings());
        return new OpenedVaults(read, routing, factory.pool(read, flags, options.timeout()), warnings);
    }

    private Opened open(EnvdriftConfig config, VaultFlags flags, Duration timeout) {
        return open(config, flags, factory().routing(config, flags), timeout);
    }

    private Opened open(EnvdriftConfig config, VaultFlags flags, VaultRouting routing, Duration timeout) {
        List<String> warnings = new ArrayList<>(config.warnings());
        warnings.addAll(routing.warnings());
        return new Opened(factory().open(config, routing, flags, timeout), warnings, provider(routing));
    }

    private static Optional<String> provider(VaultRouting routing) {
        try {
            return Optional.of(routing.provider());
        } catch (VaultException e) {
            return Optional.empty();
        }
    }

    /** What vaults warn of, on standard error: each once, also where several mappings meet it. */
    private final class Warnings implements Consumer<String> {
        private final Set<String> told = new HashSet<>();

        @Override
        public synchronized void accept(String warning) {
            if (told.add(warning)) {
                asking(() -> {
                    String line = "[WARN] " + Escaping.text(warning);
                    host.err().println(host.ascii() ? Ascii.of(line) : line);
                    return true;
                });
            }
        }
    }

    private Optional<Secret> askPassphrase() {
        return host.terminal().flatMap(terminal -> asking(() -> terminal.askSecret("Passphrase of the local vault: ")));
    }
}
