package io.envdrift.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultRead;
import io.envdrift.vault.VaultSecret;
import io.envdrift.vault.WriteCondition;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The contract itself is tested: a correct vault passes, and a vault that does one thing wrong fails for just that. */
class VaultContractTest {
    private static final int TESTS_WITHOUT_VALUES = 18;
    private static final long WINDOW_NANOS = 2_000_000;

    /** The defect of the vault that the contract below runs against; it runs in this thread. */
    private static Defect defect = Defect.NONE;

    @SuppressWarnings("ImmutableEnumChecker") // Sets of constants.
    enum Defect {
        NONE(),
        LOSES_UPDATES("ofWritersThatReadTheSameOnlyOneSucceeds"),
        IGNORES_THE_VERSION(
                "aWriteThatWantsTheSecretUnchangedReplacesOnlyWhatWasRead",
                "aWriteThatWantsAVersionOfAMissingSecretMakesNone",
                "ofWritersThatReadTheSameOnlyOneSucceeds"),
        IGNORES_ABSENCE("aWriteThatWantsTheSecretAbsentDoesNotReplaceIt", "onlyOneOfManyWritersCreatesASecret"),
        STRIPS_VALUES("aValueComesBackExactlyAsItWasWritten"),
        CUTS_LARGE_VALUES("aLargeValueComesBackWhole"),
        TAKES_EMPTY_FOR_MISSING("anEmptyValueIsAValue"),
        MIXES_CASES_OF_NAMES("everyNameThatTheServiceAllowsIsItsOwnSecret"),
        LISTS_BACKWARDS("namesAreListedByPrefixAndSorted", "everyNameThatTheServiceAllowsIsItsOwnSecret"),
        IGNORES_THE_PREFIX("namesAreListedByPrefixAndSorted"),
        TELLS_NO_VERSION("everyWriteMakesAVersionThatReadsTell"),
        CALLS_MISSING_A_FAILURE("aMissingSecretIsSaidToBeMissing", "severalAreReadAtOnceAndEachHasItsOwnAnswer"),
        FORGETS_WHAT_IS_MISSING("severalAreReadAtOnceAndEachHasItsOwnAnswer"),
        THROWS_WHEN_ONE_IS_MISSING("severalAreReadAtOnceAndEachHasItsOwnAnswer"),
        CLOSES_ONCE_ONLY("closingTwiceIsClosingOnce"),
        SHOWS_CREDENTIALS_IN_THE_LABEL("theLabelIsOneLineWithoutSecrets"),
        SHOWS_CREDENTIALS_IN_A_CAUSE("aVaultThatRefusesIsSaidToRefuse"),
        SHOWS_VALUES_IN_ITS_TEXT("whatWasReadIsNotShownByAccident"),
        SPEAKS_IN_SEVERAL_LINES("aVaultThatRefusesIsSaidToRefuse"),
        GIVES_NO_HINT("aVaultThatRefusesIsSaidToRefuse"),
        PROBES_WRONGLY("aProbeOfAVaultThatLetsUsInPasses"),
        MIXES_THREADS("aHandleServesManyThreads");

        private final Set<String> caughtBy;

        Defect(String... caughtBy) {
            this.caughtBy = Set.of(caughtBy);
        }
    }

    private static Events run(Defect wanted) {
        defect = wanted;
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Contract.class))
                .configurationParameter(ContractCounter.QUIET, "true")
                .execute()
                .testEvents();
    }

    @Test
    void aCorrectVaultPassesAllOfIt() {
        int values = (int) ContractValues.all().count();
        assertThat(values).isGreaterThan(50);
        run(Defect.NONE)
                .assertStatistics(counts -> counts.succeeded(values + TESTS_WITHOUT_VALUES)
                        .failed(0)
                        .aborted(0));
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aVaultWithADefectFails(Defect wanted) {
        Set<String> failed = new TreeSet<>();
        run(wanted).failed().stream()
                .map(event -> event.getTestDescriptor())
                .map(VaultContractTest::methodName)
                .forEach(failed::add);
        assertThat(failed).containsAll(wanted.caughtBy);
    }

    private static String methodName(TestDescriptor test) {
        String id = test.getUniqueId().toString();
        return id.replaceFirst(".*\\[(?:method|test-template):([A-Za-z]+)\\(.*", "$1");
    }

    /** Not found by the build's own scan, because it is nested. */
    static class Contract extends VaultContract {
        private final Map<String, List<String>> store =
                defect == Defect.MIXES_CASES_OF_NAMES ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : MapVault.store();

        @Override
        protected Vault open() {
            return new DefectiveVault(store, false);
        }

        @Override
        protected Vault openDenied() {
            return new DefectiveVault(store, true);
        }

        @Override
        protected List<String> credentials() {
            return List.of(MapVault.CREDENTIAL);
        }

        @Override
        protected List<String> names() {
            return List.of("a", "A", "b");
        }
    }

    private static final class DefectiveVault extends MapVault {
        private boolean closed;
        private String lastAsked = "";

        DefectiveVault(Map<String, List<String>> secrets, boolean denied) {
            super(secrets, denied);
        }

        @Override
        public String label() {
            return defect == Defect.SHOWS_CREDENTIALS_IN_THE_LABEL ? "vault of " + CREDENTIAL : super.label();
        }

        @Override
        public void probe() {
            if (defect == Defect.PROBES_WRONGLY) {
                throw refusal("probe");
            }
            super.probe();
        }

        @Override
        public VaultSecret get(String name) {
            if (defect == Defect.MIXES_THREADS) {
                lastAsked = name;
                LockSupport.parkNanos(WINDOW_NANOS);
                return super.get(lastAsked);
            }
            VaultSecret secret = super.get(name);
            if (defect == Defect.TAKES_EMPTY_FOR_MISSING && secret.value().isEmpty()) {
                throw notFound(name);
            }
            return defect == Defect.TELLS_NO_VERSION
                    ? VaultSecret.text(secret.value().reveal(), "")
                    : secret;
        }

        @Override
        public Map<String, VaultRead> getMany(Collection<String> names) {
            Map<String, VaultRead> reads = super.getMany(names);
            switch (defect) {
                case FORGETS_WHAT_IS_MISSING -> reads.values().removeIf(VaultRead.Failed.class::isInstance);
                case THROWS_WHEN_ONE_IS_MISSING ->
                    reads.forEach((name, read) -> {
                        if (read instanceof VaultRead.Failed failed) {
                            throw failed.failure();
                        }
                    });
                default -> {}
            }
            return reads;
        }

        @Override
        public List<String> list(String prefix) {
            List<String> names = super.list(defect == Defect.IGNORES_THE_PREFIX ? "" : prefix);
            return defect == Defect.LISTS_BACKWARDS ? names.reversed() : names;
        }

        @Override
        public String put(String name, Secret value, WriteCondition condition) {
            String text = value.reveal();
            return switch (defect) {
                case LOSES_UPDATES -> {
                    requireAllowed(name);
                    synchronized (secrets) {
                        requireCondition(name, condition);
                    }
                    // Another writer can come in between.
                    LockSupport.parkNanos(WINDOW_NANOS);
                    yield super.put(name, value, WriteCondition.always());
                }
                case IGNORES_THE_VERSION ->
                    super.put(
                            name,
                            value,
                            condition instanceof WriteCondition.Unchanged ? WriteCondition.always() : condition);
                case IGNORES_ABSENCE ->
                    super.put(
                            name,
                            value,
                            condition instanceof WriteCondition.Absent ? WriteCondition.always() : condition);
                case STRIPS_VALUES -> super.put(name, Secret.of(text.strip()), condition);
                case CUTS_LARGE_VALUES ->
                    super.put(name, Secret.of(text.substring(0, Math.min(1 << 14, text.length()))), condition);
                default -> super.put(name, value, condition);
            };
        }

        @Override
        VaultException notFound(String name) {
            return defect == Defect.CALLS_MISSING_A_FAILURE
                    ? new VaultException(ErrorCode.VAULT_FAILED, label(), "'" + name + "' failed", "hint", null)
                    : super.notFound(name);
        }

        @Override
        VaultException refusal(String name) {
            VaultException right = super.refusal(name);
            return switch (defect) {
                case SHOWS_CREDENTIALS_IN_A_CAUSE ->
                    new VaultException(
                            right.code(),
                            label(),
                            right.getMessage(),
                            "hint",
                            new IllegalStateException("token " + CREDENTIAL.toUpperCase(Locale.ROOT)));
                case SPEAKS_IN_SEVERAL_LINES ->
                    new VaultException(right.code(), label(), right.getMessage() + "\nmore", "hint", null);
                case GIVES_NO_HINT -> new VaultException(right.code(), label(), right.getMessage(), null, null);
                default -> right;
            };
        }

        @Override
        public void close() {
            if (closed && defect == Defect.CLOSES_ONCE_ONLY) {
                throw new IllegalStateException("closed already");
            }
            closed = true;
        }

        @Override
        public String toString() {
            return defect == Defect.SHOWS_VALUES_IN_ITS_TEXT ? secrets.toString() : label();
        }
    }
}
