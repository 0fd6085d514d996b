package io.envdrift.bench;

import io.envdrift.base.Progress;
import io.envdrift.pool.SecretReference;
import io.envdrift.pool.VaultPool;
import io.envdrift.pool.VaultProviders;
import io.envdrift.testkit.Fault;
import io.envdrift.testkit.TestContext;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultRead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Reads 1 and 100 secrets from each cloud's fake with 50 ms of latency, through the real SDKs and the pool that {@code sync}
 * uses, and prints how much longer the 100 took, as a part of what they would take one after the other.
 */
public final class ProviderReads {
    private static final Duration LATENCY = Duration.ofMillis(50);
    private static final int MANY = 100;
    private static final int ROUNDS = 9;
    private static final int WORKERS = 16;

    private ProviderReads() {}

    /** Runs the benchmark; the argument names a directory that can be written to. */
    public static void main(String[] arguments) throws IOException {
        Path directory =
                Files.createDirectories(Path.of(arguments.length > 0 ? arguments[0] : "target/provider-reads"));
        System.out.println("| provider | 1 secret | 100 secrets | (T100 - T1) / (100 x 50 ms) | requests for 100 |");
        System.out.println("|---|---|---|---|---|");
        try (Cloud aws = Cloud.aws(directory)) {
            measure(aws);
        }
        try (Cloud azure = Cloud.azure(directory)) {
            measure(azure);
        }
        try (Cloud gcp = Cloud.gcp(directory)) {
            measure(gcp);
        }
        try (Cloud hashicorp = Cloud.hashicorp(directory)) {
            measure(hashicorp);
        }
    }

    private static void measure(Cloud cloud) {
        List<String> names =
                IntStream.range(0, MANY).mapToObj(i -> "secret-" + i).toList();
        names.forEach(name -> cloud.service().store(name, "1".repeat(64)));
        cloud.service().server().always(Fault.delayed(LATENCY));
        read(cloud, names);
        int before = cloud.service().server().requests().size();
        read(cloud, names);
        int requests = cloud.service().server().requests().size() - before;
        long one = median(cloud, names.subList(0, 1));
        long many = median(cloud, names);
        System.out.printf(
                Locale.ROOT,
                "| %s | %d ms | %d ms | %.3f | %d |%n",
                cloud.settings().provider(),
                one / 1_000_000,
                many / 1_000_000,
                (double) (many - one) / (MANY * LATENCY.toNanos()),
                requests);
    }

    private static long median(Cloud cloud, List<String> names) {
        long[] rounds = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            rounds[i] = read(cloud, names);
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    /** Opens the vault, signs in and reads, as one run of a command does; returns nanoseconds. */
    private static long read(Cloud cloud, List<String> names) {
        List<SecretReference> references = new ArrayList<>();
        names.forEach(name -> references.add(new SecretReference(cloud.settings(), name)));
        VaultContext context = TestContext.reading(WORKERS, TestContext.within(Duration.ofMinutes(1), cloud.context()));
        long start = System.nanoTime();
        try (VaultPool pool = new VaultPool(VaultProviders.onClassPath()::require, context, Progress.NONE)) {
            pool.read(references).values().forEach(read -> {
                if (read instanceof VaultRead.Failed(var failure)) {
                    throw failure;
                }
            });
        }
        return System.nanoTime() - start;
    }
}
