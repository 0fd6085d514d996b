package io.envdrift.testkit;

import io.envdrift.base.Deadline;
import io.envdrift.base.Secret;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.vault.HostTrust;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vault.VaultSettings.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Contexts to open vaults with: every host is trusted, nobody is there to be asked. */
public final class TestContext {
    private static final int READERS = 16;

    private TestContext() {}

    /** A context with an environment and a home, half a minute, and the real file system. */
    public static VaultContext of(Map<String, String> environment, Path home) {
        return new VaultContext(
                environment,
                home,
                Deadline.in(Duration.ofSeconds(60)),
                (endpoint, origin, ownDomain) -> {},
                Optional.empty(),
                Optional::empty,
                new AtomicFile(FileOperations.system()),
                READERS);
    }

    /** Settings that all come from one place. */
    public static VaultSettings settings(String provider, Map<String, String> values, Origin origin) {
        Map<String, Setting> settings = new HashMap<>();
        values.forEach((key, value) -> settings.put(key, new Setting(value, origin)));
        return new VaultSettings(provider, settings);
    }

    /**
     * Settings of a server.
     *
     * @param origin where its address comes from
     * @param more pairs of further keys and values, of the repository
     */
    public static VaultSettings settings(String provider, URI address, Origin origin, String... more) {
        Map<String, Setting> settings = new HashMap<>();
        settings.put("url", new Setting(address.toString(), origin));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], new Setting(more[i + 1], Origin.REPOSITORY));
        }
        return new VaultSettings(provider, settings);
    }

    /** The same context with fewer or more reads at once. */
    public static VaultContext reading(int readers, VaultContext context) {
        return changed(context, parts -> parts.readers = readers);
    }

    /** The same context with another deadline. */
    public static VaultContext within(Duration limit, VaultContext context) {
        return changed(context, parts -> parts.deadline = Deadline.in(limit));
    }

    /** The same context with extra certificate authorities. */
    public static VaultContext trusting(Path caFile, VaultContext context) {
        return changed(context, parts -> parts.caFile = Optional.of(caFile));
    }

    /** The same context with another guard of hosts. */
    public static VaultContext guarded(HostTrust hosts, VaultContext context) {
        return changed(context, parts -> parts.hosts = hosts);
    }

    /** The same context with somebody to ask for a passphrase. */
    public static VaultContext asking(Supplier<Optional<Secret>> passphrase, VaultContext context) {
        return changed(context, parts -> parts.passphrase = passphrase);
    }

    /** The same context with somebody to hear warnings. */
    public static VaultContext warning(Consumer<String> listener, VaultContext context) {
        return changed(context, parts -> parts.warnings = listener);
    }

    private static VaultContext changed(VaultContext context, Consumer<Parts> change) {
        Parts parts = new Parts(context);
        change.accept(parts);
        return new VaultContext(
                context.environment(),
                context.home(),
                parts.deadline,
                parts.hosts,
                parts.caFile,
                parts.passphrase,
                context.files(),
                parts.readers,
                parts.warnings);
    }

    /** What of a context can be changed. */
    private static final class Parts {
        private Deadline deadline;
        private HostTrust hosts;
        private Optional<Path> caFile;
        private Supplier<Optional<Secret>> passphrase;
        private int readers;
        private Consumer<String> warnings;

        Parts(VaultContext context) {
            deadline = context.deadline();
            hosts = context.hosts();
            caFile = context.caFile();
            passphrase = context.passphrase();
            readers = context.readers();
            warnings = context.warnings();
        }
    }
}
