package io.envdrift.cli;

import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets a cloud's library rehearse a read on a second processor, while this one reads the command line and the configuration.
 *
 * <p>The launcher says which cloud it may be, by a glance at the same; without a word from it nothing is rehearsed. A vault
 * is opened when the rehearsal is over: two threads that initialize the same classes in different orders may wait for each
 * other for good.
 */
final class Rehearsal extends Thread {
    private static final String CLOUD = "envdrift.cloud";
    private static volatile @Nullable Rehearsal running;

    private final VaultProvider provider;

    private Rehearsal(VaultProvider provider) {
        super("rehearsal");
        this.provider = provider;
        setDaemon(true);
    }

    /** Starts a rehearsal with a provider. */
    static void start(VaultProvider provider) {
        Rehearsal rehearsal = new Rehearsal(provider);
        running = rehearsal;
        rehearsal.start();
    }

    /** Starts what the launcher asked for, if a second processor is there for it. */
    static void startIfAsked() {
        String cloud = System.getProperty(CLOUD);
        if (cloud != null && Runtime.getRuntime().availableProcessors() > 1) {
            start(Providers.known().require(cloud));
        }
    }

    @Override
    public void run() {
        try {
            provider.rehearse();
        } catch (RuntimeException | LinkageError e) {
            // What is wrong will show where it matters.
        }
    }

    /** Returns a provider that opens its vaults when no rehearsal is running. */
    static VaultProvider before(VaultProvider provider) {
        return new Rehearsed(provider);
    }

    private static void await() {
        try {
            Rehearsal rehearsal = running;
            if (rehearsal != null) {
                rehearsal.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Rehearsed(VaultProvider provider) implements VaultProvider {
        @Override
        public String name() {
            return provider.name();
        }

        @Override
        public List<SettingKey> settingKeys() {
            return provider.settingKeys();
        }

        @Override
        public Vault open(VaultSettings settings, VaultContext context) {
            await();
            return provider.open(settings, context);
        }

        @Override
        public void rehearse() {
            provider.rehearse();
        }
    }
}
