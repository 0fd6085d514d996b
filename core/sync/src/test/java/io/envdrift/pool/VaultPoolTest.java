package io.envdrift.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envdrift.base.Deadline;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Progress;
import io.envdrift.base.Secret;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.WriteCondition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VaultPoolTest {
    private static final VaultSettings ONE = settings("one");
    private static final VaultSettings OTHER = settings("other");

    private final MemoryVault vault = new MemoryVault();

    @Test
    void readsEachSecretOnceAndOpensEachVaultOnce() {
        vault.put("a", "A");
        vault.put("b", "B");
        try (VaultPool pool = pool(vault)) {
            assertThat(vault.openings).isEmpty();
            List<SecretReference> asked =
                    List.of(of(ONE, "a"), of(ONE, "b"), of(ONE, "a"), of(settings("one"), "a"), of(OTHER, "a"));
            assertThat(pool.read(asked))
                    .containsOnlyKeys(of(ONE, "a"), of(ONE, "b"), of(OTHER, "a"))
                    .allSatisfy((reference, read) -> assertThat(read).isInstanceOf(VaultRead.Found.class));
            assertThat(vault.reads).containsExactlyInAnyOrder("a", "b", "a");
            pool.read(asked);
            assertThat(vault.openings).containsExactly(ONE, OTHER);
        }
        assertThat(vault.closings).isEqualTo(2);
    }

    @Test
    void readsRunWhileTheirCallerDoesSomethingElse() {
        CountDownLatch busy = new CountDownLatch(1);
        vault.put("a", "A");
        vault.beforeRead = name -> busy.countDown();
        try (VaultReads reads = pool(vault).start(List.of(of(ONE, "a")))) {
            assertThat(awaited(busy)).isTrue();
            assertThat(reads.get(of(ONE, "a")).orThrow().value().reveal()).isEqualTo("A");
            assertThat(reads.get(of(ONE, "a"))).isSameAs(reads.get(of(ONE, "a")));
            assertThatIllegalArgumentException().isThrownBy(() -> reads.get(of(ONE, "b")));
        }
    }

    @Test
    @Timeout(120)
    void closingInterruptsReadsThatNobodyWaitsFor() {
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        vault.put("a", "A");
        vault.beforeRead = name -> {
            started.countDown();
            awaitInterrupt(new CountDownLatch(1));
            ended.countDown();
        };
        try (VaultReads reads = pool(vault).start(List.of(of(ONE, "a")))) {
            assertThat(reads).isNotNull();
            assertThat(awaited(started)).isTrue();
        }
        assertThat(awaited(ended)).isTrue();
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void asksForNothingWhereNothingIsWanted() {
        assertThat(pool(vault).read(List.of())).isEmpty();
        assertThat(vault.openings).isEmpty();
    }

    @Test
    void readsInBatchesWhereTheVaultKnowsThem() {
        vault.batchSize = 20;
        List<SecretReference> asked =
                IntStream.range(0, 45).mapToObj(i -> of(ONE, "s" + i)).toList();
        asked.stream().skip(1).forEach(reference -> vault.put(reference.name(), "V"));
        Map<SecretReference, VaultRead> reads = pool(vault).read(asked);
        assertThat(vault.batches).extracting(List::size).containsExactlyInAnyOrder(20, 20, 5);
        assertThat(reads).hasSize(45);
        assertThat(failure(reads, asked.getFirst()).code()).isEqualTo(ErrorCode.SECRET_NOT_FOUND);
        assertThat(reads.values().stream().filter(VaultRead.Found.class::isInstance))
                .hasSize(44);
    }

    static Stream<RuntimeException> whatProvidersThrow() {
        return Stream.of(
                new VaultException(ErrorCode.NOT_AUTHENTICATED, "bad vault", "who are you", null, null),
                new EnvdriftException(ErrorCode.FILE_ACCESS, "Cannot read token", "mend it"),
                new IllegalStateException("a defect of an SDK"));
    }

    @ParameterizedTest
    @MethodSource("whatProvidersThrow")
    void aVaultThatCannotBeOpenedFailsItsOwnSecretsOnly(RuntimeException thrown) {
        vault.put("a", "A");
        Function<String, VaultProvider> providers = name -> {
            if (name.equals("bad")) {
                throw thrown;
            }
            return vault;
        };
        SecretReference good = of(ONE, "a");
        SecretReference bad = of(new VaultSettings("bad", Map.of()), "a");
        SecretReference worse = of(new VaultSettings("bad", Map.of()), "b");
        Map<SecretReference, VaultRead> reads =
                pool(providers, Duration.ofSeconds(60)).read(List.of(bad, good, worse));
        assertThat(reads.get(good)).isInstanceOf(VaultRead.Found.class);
        assertThat(failure(reads, bad)).isSameAs(failure(reads, worse));
        assertExplains(failure(reads, bad), thrown);
    }

    @Test
    void whatOneCallerAddsToTheFailureOfAVaultIsNotToldToTheNext() {
        Function<String, VaultProvider> providers = name -> {
            throw new VaultException(ErrorCode.NOT_AUTHENTICATED, "bad vault", "who are you", "sign in", null);
        };
        try (VaultPool pool = pool(providers, Duration.ofSeconds(60))) {
            VaultException first = catchThrowableOfType(VaultException.class, () -> pool.vault(ONE));
            assertThat(first.ofSecret("a").at(Path.of("a/.env"))).isSameAs(first);
            VaultException second = catchThrowableOfType(VaultException.class, () -> pool.vault(ONE));
            assertThat(second).hasMessage("who are you");
            assertThat(second.hint()).contains("sign in");
            assertThat(second.secretName()).isEmpty();
            assertThat(second.file()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("whatProvidersThrow")
    void aReadThatFailsHoweverFailsAlone(RuntimeException thrown) {
        vault.put("a", "A");
        vault.put("b", "B");
        vault.beforeRead = name -> {
            if (name.equals("b")) {
                throw thrown;
            }
        };
        Map<SecretReference, VaultRead> reads = pool(vault).read(List.of(of(ONE, "a"), of(ONE, "b")));
        assertThat(reads.get(of(ONE, "a"))).isInstanceOf(VaultRead.Found.class);
        assertExplains(failure(reads, of(ONE, "b")), thrown);
    }

    private static void assertExplains(VaultException failure, RuntimeException thrown) {
        switch (thrown) {
            case VaultException known -> assertThat(failure).isSameAs(known);
            case EnvdriftException known -> {
                assertThat(failure.code()).isEqualTo(known.code());
                assertThat(failure.getMessage()).endsWith(": Cannot read token");
                assertThat(failure.hint()).contains("mend it");
            }
            default -> {
                assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL);
                assertThat(failure.getMessage()).doesNotContain("SDK");
                assertThat(failure).hasCause(thrown);
            }
        }
    }

    @Test
    void aBatchThatLeavesANameOutAnswersForItAllTheSame() {
        Vault forgetful = new ForgetfulVault(vault);
        vault.put("a", "A");
        VaultProvider provider = new VaultProvider() {
            @Override
            public String name() {
                return "forgetful";
            }

            @Override
            public List<SettingKey> settingKeys() {
                return List.of();
            }

            @Override
            public Vault open(VaultSettings settings, VaultContext context) {
                return forgetful;
            }
        };
        Map<SecretReference, VaultRead> reads =
                pool(any -> provider, Duration.ofSeconds(60)).read(List.of(of(ONE, "a"), of(ONE, "b")));
        assertThat(reads.get(of(ONE, "a"))).isInstanceOf(VaultRead.Found.class);
        assertThat(failure(reads, of(ONE, "b")).code()).isEqualTo(ErrorCode.MALFORMED_ANSWER);
    }

    @Test
    @Timeout(120)
    void waitsNoLongerThanTheDeadlineEvenForASingleSecret() {
        CountDownLatch never = new CountDownLatch(1);
        vault.put("fast", "F");
        vault.put("slow", "S");
        vault.beforeRead = name -> {
            if (name.equals("slow")) {
                awaitInterrupt(never);
            }
        };
        for (List<String> names : List.of(List.of("slow"), List.of("slow", "fast"))) {
            List<SecretReference> asked =
                    names.stream().map(name -> of(ONE, name)).toList();
            Map<SecretReference, VaultRead> reads =
                    pool(any -> vault, Duration.ofMillis(200)).read(asked);
            VaultException failure = failure(reads, of(ONE, "slow"));
            assertThat(failure.code()).isEqualTo(ErrorCode.VAULT_UNREACHABLE);
            assertThat(failure).hasMessage("memory vault did not answer in time");
            assertThat(reads).hasSize(names.size());
        }
    }

    @Test
    @Timeout(120)
    void readsSideBySideButNotMoreThanAllowed() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch four = new CountDownLatch(4);
        vault.beforeRead = name -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            four.countDown();
            // Nobody gets on before four are here: with fewer at once this would never end.
            awaitInterrupt(four);
            now.decrementAndGet();
        };
        List<SecretReference> asked = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            vault.put("s" + i, "V");
            asked.add(of(ONE, "s" + i));
        }
        assertThat(pool(vault).read(asked).values()).allMatch(VaultRead.Found.class::isInstance);
        assertThat(most).hasValue(4);
    }

    private static void awaitInterrupt(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static VaultException failure(Map<SecretReference, VaultRead> reads, SecretReference reference) {
        assertThat(reads.get(reference)).isInstanceOf(VaultRead.Failed.class);
        return ((VaultRead.Failed) reads.get(reference)).failure();
    }

    private static VaultSettings settings(String account) {
        return new VaultSettings(
                "memory", Map.of("account", new VaultSettings.Setting(account, VaultSettings.Origin.REPOSITORY)));
    }

    private static SecretReference of(VaultSettings settings, String name) {
        return new SecretReference(settings, name);
    }

    private static VaultPool pool(MemoryVault vault) {
        return pool(any -> vault, Duration.ofSeconds(60));
    }

    private static VaultPool pool(Function<String, VaultProvider> providers, Duration limit) {
        VaultContext context = new VaultContext(
                Map.of(),
                Path.of("/"),
                Deadline.in(limit),
                (endpoint, origin, own) -> {},
                Optional.empty(),
                Optional::empty,
                new AtomicFile(FileOperations.system()),
                4);
        return new VaultPool(providers, context, Progress.NONE);
    }

    /** Answers a batch only as far as it has answers. */
    private record ForgetfulVault(MemoryVault memory) implements Vault {
        @Override
        public String label() {
            return "forgetful vault";
        }

        @Override
        public void probe() {}

        @Override
        public VaultSecret get(String name) {
            return memory.get(name);
        }

        @Override
        public int batchSize() {
            return 10;
        }

        @Override
        public Map<String, VaultRead> getMany(Collection<String> names) {
            return Map.of("a", VaultRead.of(() -> get("a")));
        }

        @Override
        public List<String> list(String prefix) {
            return List.of();
        }

        @Override
        public String put(String name, Secret value, WriteCondition condition) {
            return "1";
        }

        @Override
        public void close() {}
    }
}
