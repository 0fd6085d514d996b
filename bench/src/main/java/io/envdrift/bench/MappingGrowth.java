package io.envdrift.bench;

import io.envdrift.base.Progress;
import io.envdrift.base.Secret;
import io.envdrift.config.ConfigLoader;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.VaultFlags;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.pool.VaultProviders;
import io.envdrift.sync.SyncReport;
import io.envdrift.trust.TrustQuestion;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.WriteCondition;
import io.envdrift.workflow.Machine;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.ProjectFactory;
import io.envdrift.workflow.keys.Sync;
import io.envdrift.workflow.keys.SyncOptions;
import io.envdrift.workflow.keys.UpdateApproval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Syncs 100, 500, 600 and 1,000 mappings in one warm process, each from reading the configuration to the last keys file, against
 * a vault in memory, and prints {@code (T1000 - T500) / (T600 - T100)}: 1 when the time grows with the number and no faster.
 */
public final class MappingGrowth {
    private static final int[] SIZES = {100, 500, 600, 1_000};
    private static final int WARMING = 3;
    private static final String KEY = "1".repeat(64);

    private MappingGrowth() {}

    /** Runs it; the arguments are a directory that can be written to, not below /dev, and the number of rounds. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
        int rounds = Integer.parseInt(arguments[1]);
        long[][] times = new long[SIZES.length][rounds];
        for (int size : SIZES) {
            create(directory.resolve("of-" + size), size);
        }
        for (int round = -WARMING; round < rounds; round++) {
            for (int i = 0; i < SIZES.length; i++) {
                long time = sync(directory.resolve("of-" + SIZES[i]), SIZES[i]);
                if (round >= 0) {
                    times[i][round] = time;
                }
            }
        }
        long[] medians = Arrays.stream(times).mapToLong(MappingGrowth::median).toArray();
        for (int i = 0; i < SIZES.length; i++) {
            System.out.printf(Locale.ROOT, "%d\t%.2f%n", SIZES[i], medians[i] / 1e6);
        }
        double growth = (double) (medians[3] - medians[1]) / (medians[2] - medians[0]);
        System.out.printf(Locale.ROOT, "growth\t%.3f%n", growth);
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void create(Path project, int size) throws IOException {
        StringBuilder config = new StringBuilder("[vault]\nprovider = \"memory\"\n");
        for (int i = 0; i < size; i++) {
            Files.writeString(Files.createDirectories(project.resolve("s" + i)).resolve(".env.production"), "A=1\n");
            config.append("[[vault.sync.mappings]]\nsecret_name = \"k" + i + "\"\nfolder_path = \"s" + i + "\"\n");
        }
        Files.writeString(project.resolve("envdrift.toml"), config);
    }

    /** Returns the nanoseconds that a sync took which created every keys file. */
    private static long sync(Path directory, int size) throws IOException {
        for (int i = 0; i < size; i++) {
            Files.deleteIfExists(directory.resolve("s" + i).resolve(".env.keys"));
        }
        long start = System.nanoTime();
        try (Project project = open(directory)) {
            SyncOptions options = SyncOptions.plain(Optional.empty());
            SyncReport report = new Sync(project).run(options, UpdateApproval.never());
            report.rows().stream().filter(SyncReport.Row::isError).findFirst().ifPresent(row -> {
                throw new IllegalStateException("a mapping failed: " + row.outcome());
            });
        }
        long time = System.nanoTime() - start;
        if (!Files.exists(directory.resolve("s" + (size - 1)).resolve(".env.keys"))) {
            throw new IllegalStateException("the last keys file is missing");
        }
        return time;
    }

    private static Project open(Path directory) {
        VaultProviders providers = VaultProviders.of(List.of(new MemoryProvider()));
        Ports ports =
                new Ports(new AtomicFile(FileOperations.system()), Clock.systemUTC(), SecureRandom::new, Progress.NONE);
        Machine machine = new Machine(Map.of(), directory, ports, TrustQuestion.NOBODY, Optional::empty, unheard -> {});
        ProjectFactory factory = new ProjectFactory(machine, providers);
        EnvdriftConfig config = new ConfigLoader(providers, Optional.empty()).load(directory.resolve("envdrift.toml"));
        VaultFlags flags = VaultFlags.none();
        return factory.open(config, factory.routing(config, flags), flags, Duration.ofMinutes(1));
    }

    private static final class MemoryProvider implements VaultProvider {
        @Override
        public String name() {
            return "memory";
        }

        @Override
        public List<SettingKey> settingKeys() {
            return List.of();
        }

        @Override
        public Vault open(VaultSettings settings, VaultContext context) {
            return new MemoryVault();
        }
    }

    /** Answers every name with the same key. */
    private static final class MemoryVault implements Vault {
        @Override
        public String label() {
            return "memory";
        }

        @Override
        public void probe() {
            // Always there.
        }

        @Override
        public VaultSecret get(String name) {
            return VaultSecret.text(KEY, "1");
        }

        @Override
        public List<String> list(String prefix) {
            return List.of();
        }

        @Override
        public String put(String name, Secret value, WriteCondition condition) {
            throw new UnsupportedOperationException("read only");
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
