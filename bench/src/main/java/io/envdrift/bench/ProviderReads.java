package io.envdrift.bench;

import io.envdrift.base.Progress;
import io.envdrift.testkit.Fault;
import io.envdrift.testkit.FaultyService;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.aws.AwsIdentity;
import io.envdrift.testkit.aws.SecretsManagerFake;
import io.envdrift.testkit.azure.AzureIdentity;
import io.envdrift.testkit.azure.KeyVaultFake;
import io.envdrift.testkit.gcp.GoogleIdentity;
import io.envdrift.testkit.gcp.SecretManagerFake;
import io.envdrift.testkit.hashicorp.FakeVault;
import io.envdrift.testserver.TestAuthority;
import io.envdrift.vault.SecretReference;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultPool;
import io.envdrift.vault.VaultProviders;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vault.VaultSettings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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

    private record Cloud(FaultyService service, VaultSettings settings, VaultContext context) implements AutoCloseable {
        @Override
        public void close() {
            service.close();
        }
    }

    /** Runs the benchmark; the argument names a directory that can be written to. */
    public static void main(String[] arguments) throws IOException {
        Path directory =
                Files.createDirectories(Path.of(arguments.length > 0 ? arguments[0] : "target/provider-reads"));
        System.out.println("| provider | 1 secret | 100 secrets | (T100 - T1) / (100 x 50 ms) | requests for 100 |");
        System.out.println("|---|---|---|---|---|");
        try (Cloud aws = aws(directory)) {
            measure(aws);
        }
        try (Cloud azure = azure(directory)) {
            measure(azure);
        }
        try (Cloud gcp = gcp(directory)) {
            measure(gcp);
        }
        try (Cloud hashicorp = hashicorp(directory)) {
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
        VaultContext context = TestContext.within(Duration.ofMinutes(1), cloud.context());
        long start = System.nanoTime();
        try (VaultPool pool = new VaultPool(VaultProviders.onClassPath()::require, context, WORKERS, Progress.NONE)) {
            pool.read(references).values().forEach(read -> {
                if (read instanceof VaultRead.Failed(var failure)) {
                    throw failure;
                }
            });
        }
        return System.nanoTime() - start;
    }

    private static VaultSettings settings(String provider, Map<String, String> values) {
        return new VaultSettings(
                provider,
                values.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> new Setting(entry.getValue(), Origin.FLAG))));
    }

    private static Cloud aws(Path directory) throws IOException {
        AwsIdentity user = AwsIdentity.of("AKIATESTUSER00000001", "canary/secret-access-key+0001");
        SecretsManagerFake service = SecretsManagerFake.start(Optional.empty(), user);
        return new Cloud(
                service,
                settings(
                        "aws",
                        Map.of(
                                "region",
                                SecretsManagerFake.REGION,
                                "endpoint_url",
                                service.server().uri("").toString())),
                TestContext.of(
                        Map.of(
                                "AWS_ACCESS_KEY_ID",
                                user.keyId(),
                                "AWS_SECRET_ACCESS_KEY",
                                user.secretKey(),
                                "AWS_EC2_METADATA_DISABLED",
                                "true"),
                        directory));
    }

    private static Cloud azure(Path directory) throws IOException {
        AzureIdentity user = AzureIdentity.of(
                KeyVaultFake.TENANT, "11111111-0000-4000-8000-000000000001", "canary/client-secret+0001");
        TestAuthority authority = TestAuthority.in(Files.createTempDirectory(directory, "certificates"));
        KeyVaultFake service = KeyVaultFake.start(Optional.of(authority.issue("dns:localhost")), user);
        Map<String, String> environment = Map.of(
                "AZURE_AUTHORITY_HOST",
                service.server().uri("").toString(),
                "ENVDRIFT_AZURE_VERIFY_CHALLENGE_RESOURCE",
                "0",
                "AZURE_TENANT_ID",
                user.tenant(),
                "AZURE_CLIENT_ID",
                user.client(),
                "AZURE_CLIENT_SECRET",
                user.secret());
        return new Cloud(
                service,
                settings("azure", Map.of("vault_url", service.server().uri("").toString())),
                TestContext.trusting(authority.file(), TestContext.of(environment, directory)));
    }

    private static Cloud gcp(Path directory) throws IOException {
        GoogleIdentity user = GoogleIdentity.of("user@envdrift-test.iam.gserviceaccount.com");
        SecretManagerFake service = SecretManagerFake.start(Optional.empty(), user);
        Path account = Files.writeString(
                directory.resolve("account.json"),
                user.file(service.server().uri("/token").toString()));
        return new Cloud(
                service,
                settings(
                        "gcp",
                        Map.of(
                                "project_id",
                                SecretManagerFake.PROJECT,
                                "endpoint_url",
                                service.server().uri("").toString())),
                TestContext.of(Map.of("GOOGLE_APPLICATION_CREDENTIALS", account.toString()), directory));
    }

    private static Cloud hashicorp(Path directory) throws IOException {
        FakeVault service = FakeVault.start(Optional.empty());
        return new Cloud(
                service,
                settings("hashicorp", Map.of("url", service.server().uri("").toString())),
                TestContext.of(Map.of("VAULT_TOKEN", FakeVault.TOKEN), directory));
    }
}
