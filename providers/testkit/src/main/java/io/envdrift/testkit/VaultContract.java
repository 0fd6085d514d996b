package io.envdrift.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.vault.SecretNotFoundException;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import io.envdrift.vault.WriteConflictException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every vault must do. A provider's test extends this class, starts its service (empty) before each test, and says how
 * to open it; all tests here then run against that provider, through its real SDK.
 */
@ExtendWith(ContractCounter.class)
public abstract class VaultContract {
    private static final String CANARY = "canary/b7e2 1f09+secret";

    private final List<Vault> opened = new ArrayList<>();
    private Vault vault;

    /** Opens a handle on the service. Every call gives another one, on the same secrets. */
    protected abstract Vault open();

    /** Opens a handle that the service refuses everything; only asked for with {@link Feature#DENIAL}. */
    protected abstract Vault openDenied();

    /** Returns what the service lacks. */
    protected Set<Feature> lacking() {
        return Set.of();
    }

    /** Returns the credentials that {@link #open} and {@link #openDenied} use, so that their leaking is noticed. */
    protected abstract List<String> credentials();

    /** Returns names that the service allows and that are odd in some way. The default is what all services allow. */
    protected List<String> names() {
        return List.of("a", "Z", "0", "0-0", "a-", "dotenv-key-production", "x".repeat(127));
    }

    /** Returns how many bytes a value may have at least. */
    protected int largestValue() {
        return 60 << 10;
    }

    /** Tells whether the service takes a value at all; the default is that it takes every text. */
    protected boolean accepts(String value) {
        return true;
    }

    @BeforeEach
    void openVault() {
        vault = another();
    }

    @AfterEach
    void closeVaults() {
        opened.forEach(Vault::close);
    }

    private Vault another() {
        Vault handle = open();
        opened.add(handle);
        return handle;
    }

    private void requires(Feature feature) {
        Assumptions.assumeFalse(lacking().contains(feature), "the service has no " + feature);
    }

    private String put(String name, String value) {
        return vault.put(name, Secret.of(value), WriteCondition.always());
    }

    private String get(String name) {
        return vault.get(name).value().reveal();
    }

    static Stream<String> values() {
        return ContractValues.all();
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueComesBackExactlyAsItWasWritten(String value) {
        Assumptions.assumeTrue(accepts(value), "the service refuses this value");
        put("contract", value);
        assertThat(get("contract")).isEqualTo(value);
        assertThat(vault.get("contract").binary()).isFalse();
        assertThat(another().get("contract").value().reveal()).isEqualTo(value);
    }

    @Test
    void anEmptyValueIsAValue() {
        requires(Feature.EMPTY_VALUES);
        put("contract", "");
        assertThat(get("contract")).isEmpty();
    }

    @Test
    void aLargeValueComesBackWhole() {
        for (String unit : List.of("0123456789abcdef", "é\n", "\uD83D\uDD11")) {
            int bytes = unit.getBytes(StandardCharsets.UTF_8).length;
            String large = unit.repeat(largestValue() / bytes);
            put("contract", large);
            assertThat(get("contract").equals(large)).as("%s repeated", unit).isTrue();
        }
    }

    @Test
    void aMissingSecretIsSaidToBeMissing() {
        put("contract-other", "x");
        SecretNotFoundException failure = (SecretNotFoundException) ContractErrors.require(
                () -> vault.get("contract"), vault, "contract", credentials(), ErrorCode.SECRET_NOT_FOUND);
        assertThat(failure.secret()).isEqualTo("contract");
    }

    @Test
    void everyNameThatTheServiceAllowsIsItsOwnSecret() {
        List<String> names = names();
        names.forEach(name -> put(name, "value of " + name));
        for (String name : names) {
            assertThat(get(name)).isEqualTo("value of " + name);
        }
        assertThat(vault.list(""))
                .containsExactlyElementsOf(names.stream().sorted().toList());
    }

    @Test
    void severalAreReadAtOnceAndEachHasItsOwnAnswer() {
        List<String> names =
                IntStream.range(0, 45).mapToObj(i -> "contract-" + i).toList();
        for (int i = 0; i < names.size(); i += 2) {
            put(names.get(i), "value " + i);
        }
        Map<String, VaultRead> reads = vault.getMany(names);
        assertThat(reads).containsOnlyKeys(names);
        for (int i = 0; i < names.size(); i++) {
            switch (Objects.requireNonNull(reads.get(names.get(i)))) {
                case VaultRead.Found found -> {
                    assertThat(i % 2).isZero();
                    assertThat(found.secret()).isEqualTo(vault.get(names.get(i)));
                }
                case VaultRead.Failed failed -> {
                    assertThat(i % 2).isEqualTo(1);
                    assertThat(failed.failure()).isInstanceOf(SecretNotFoundException.class);
                }
            }
        }
        assertThat(vault.getMany(List.of())).isEmpty();
        assertThat(vault.batchSize()).isPositive();
    }

    @Test
    void everyWriteMakesAVersionThatReadsTell() {
        requires(Feature.VERSIONS);
        List<String> versions = new ArrayList<>();
        for (String value : List.of("one", "two", "two", "one")) {
            String version = put("contract", value);
            VaultSecret read = vault.get("contract");
            assertThat(read.version()).isNotEmpty().isEqualTo(version);
            assertThat(read.value()).isEqualTo(Secret.of(value));
            versions.add(version);
        }
        assertThat(versions).doesNotHaveDuplicates();
    }

    @Test
    void namesAreListedByPrefixAndSorted() {
        assertThat(vault.list("")).isEmpty();
        for (String name : List.of("b-2", "b-10", "a", "b", "c-b", "b-1")) {
            put(name, "x");
        }
        assertThat(vault.list("")).containsExactly("a", "b", "b-1", "b-10", "b-2", "c-b");
        assertThat(vault.list("b-")).containsExactly("b-1", "b-10", "b-2");
        assertThat(vault.list("b-1")).containsExactly("b-1", "b-10");
        assertThat(vault.list("x")).isEmpty();
        assertThat(vault.list("b.")).isEmpty();
    }

    @Test
    void aWriteThatWantsTheSecretAbsentDoesNotReplaceIt() {
        vault.put("contract", Secret.of("first"), new WriteCondition.Absent());
        requireConflict(new WriteCondition.Absent());
        assertThat(get("contract")).isEqualTo("first");
    }

    @Test
    void aWriteThatWantsTheSecretUnchangedReplacesOnlyWhatWasRead() {
        requires(Feature.VERSIONS);
        put("contract", "first");
        VaultSecret read = vault.get("contract");
        vault.put("contract", Secret.of("second"), WriteCondition.unchangedSince(Optional.of(read)));
        assertThat(get("contract")).isEqualTo("second");
        requireConflict(WriteCondition.unchangedSince(Optional.of(read)));
        assertThat(get("contract")).isEqualTo("second");
        assertThat(vault.get("contract").version()).isNotEqualTo(read.version());
    }

    @Test
    void aWriteThatWantsAVersionOfAMissingSecretMakesNone() {
        put("contract-other", "x");
        requireConflict(new WriteCondition.Unchanged("1"));
        assertThat(vault.list("contract")).containsExactly("contract-other");
    }

    private void requireConflict(WriteCondition condition) {
        List<String> hidden = new ArrayList<>(credentials());
        hidden.add(CANARY);
        VaultException failure = ContractErrors.require(
                () -> vault.put("contract", Secret.of(CANARY), condition),
                vault,
                "contract",
                hidden,
                ErrorCode.WRITE_CONFLICT);
        assertThat(failure).isInstanceOf(WriteConflictException.class);
    }

    @Test
    void ofWritersThatReadTheSameOnlyOneSucceeds() throws Exception {
        requires(Feature.COMPARE_AND_SET);
        put("contract", "0");
        int writers = 4;
        int rounds = 5;
        CyclicBarrier together = new CyclicBarrier(writers);
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            // Every other writer has a handle of its own, as another process would.
            Vault handle = i % 2 == 0 ? vault : another();
            tasks.add(() -> countUp(handle, rounds, together));
        }
        int successes = runAll(tasks).stream().mapToInt(Integer::intValue).sum();
        assertThat(successes).isEqualTo(rounds);
        assertThat(get("contract")).isEqualTo(Integer.toString(rounds));
    }

    /** In each round reads with all others a number, then writes the next one, and returns how often it was let to. */
    private static int countUp(Vault handle, int rounds, CyclicBarrier together) throws Exception {
        int successes = 0;
        for (int round = 0; round < rounds; round++) {
            together.await(1, TimeUnit.MINUTES);
            VaultSecret read = handle.get("contract");
            Secret next =
                    Secret.of(Integer.toString(Integer.parseInt(read.value().reveal()) + 1));
            together.await(1, TimeUnit.MINUTES);
            successes += wins(handle, next, WriteCondition.unchangedSince(Optional.of(read))) ? 1 : 0;
        }
        return successes;
    }

    private static boolean wins(Vault handle, Secret value, WriteCondition condition) {
        try {
            handle.put("contract", value, condition);
            return true;
        } catch (WriteConflictException e) {
            return false;
        }
    }

    @Test
    void onlyOneOfManyWritersCreatesASecret() throws Exception {
        requires(Feature.COMPARE_AND_SET);
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String value = "writer " + i;
            Vault handle = i % 2 == 0 ? vault : another();
            tasks.add(() -> wins(handle, Secret.of(value), new WriteCondition.Absent()));
        }
        assertThat(runAll(tasks)).containsOnlyOnce(true);
    }

    @Test
    void aHandleServesManyThreads() throws Exception {
        List<Callable<String>> tasks = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            String name = "contract-" + i;
            tasks.add(() -> {
                put(name, "value of " + name);
                return get(name);
            });
        }
        assertThat(runAll(tasks))
                .containsExactlyElementsOf(IntStream.range(0, 32)
                        .mapToObj(i -> "value of contract-" + i)
                        .toList());
        assertThat(vault.list("contract-")).hasSize(32);
    }

    private static <T> List<T> runAll(List<Callable<T>> tasks) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            for (Future<T> future : executor.invokeAll(tasks)) {
                results.add(future.get());
            }
        }
        return results;
    }

    @Test
    void aProbeOfAVaultThatLetsUsInPasses() {
        vault.probe();
        put("contract", "x");
        vault.probe();
    }

    @Test
    void closingTwiceIsClosingOnce() {
        Vault handle = another();
        handle.probe();
        handle.close();
        handle.close();
        put("contract", "another handle goes on");
        assertThat(get("contract")).isEqualTo("another handle goes on");
    }

    @Test
    void theLabelIsOneLineWithoutSecrets() {
        assertThat(vault.label()).isNotBlank().doesNotContain("\n");
        assertThat(another().label()).isEqualTo(vault.label());
        credentials().forEach(text -> new Canary(text).assertAbsentFrom("the label", vault.label()));
    }

    @Test
    void whatWasReadIsNotShownByAccident() {
        put("contract", CANARY);
        String shown = vault + " " + vault.get("contract") + vault.getMany(List.of("contract", "missing"));
        new Canary(CANARY).assertAbsentFrom("the text forms", shown);
        credentials().forEach(text -> new Canary(text).assertAbsentFrom("the text forms", shown));
    }

    @Test
    void aVaultThatRefusesIsSaidToRefuse() {
        requires(Feature.DENIAL);
        put("contract", "x");
        Vault denied = openDenied();
        opened.add(denied);
        List<String> hidden = new ArrayList<>(credentials());
        hidden.add(CANARY);
        ErrorCode[] refusals = {ErrorCode.ACCESS_DENIED, ErrorCode.NOT_AUTHENTICATED};
        ContractErrors.require(() -> denied.get("contract"), denied, "contract", hidden, refusals[0], refusals[1]);
        ContractErrors.require(() -> denied.list(""), denied, null, hidden, refusals[0], refusals[1]);
        ContractErrors.require(
                () -> denied.put("contract", Secret.of(CANARY), WriteCondition.always()),
                denied,
                "contract",
                hidden,
                refusals[0],
                refusals[1]);
        assertThat(denied.getMany(List.of("contract", "missing"))).hasSize(2).allSatisfy((name, read) -> {
            VaultException failure = ((VaultRead.Failed) read).failure();
            ContractErrors.require(failure, denied, name, hidden, refusals[0], refusals[1]);
        });
        assertThat(get("contract")).isEqualTo("x");
    }
}
