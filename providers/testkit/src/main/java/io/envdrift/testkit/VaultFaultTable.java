package io.envdrift.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.TestAuthority;
import io.envdrift.trust.TrustQuestion;
import io.envdrift.trust.TrustStore;
import io.envdrift.trust.TrustedHosts;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.WriteCondition;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every provider of a network vault must do when the network, the service or the credentials fail: each cell ends in
 * time, with the right error in one line, nothing written, and no secret in anything printed. A provider's test extends
 * this class and brings a fake that speaks its service's wire protocol.
 *
 * <p>Most of a cell is waiting, so cells run beside each other where the module says {@code tests.parallel} in its
 * {@code pom.xml}: each has its own service and its own vault.
 */
@ExtendWith(ContractCounter.class)
public abstract class VaultFaultTable {
    /** The deadline of the cells that nothing else ends. */
    protected static final Duration DEADLINE = Duration.ofSeconds(4);

    /** A busy machine takes its time; what knows no deadline takes a minute or for ever. */
    private static final Duration LATEST = DEADLINE.multipliedBy(10);

    private static final Duration LATEST_WITHOUT_CREDENTIALS = Duration.ofSeconds(30);
    private static final String NAME = "fault-table";
    private static final String OLD = "canary-51c9/old+value";
    private static final String NEW = "canary-84d0/new+value";

    @TempDir
    private static Path certificates;

    @TempDir
    private Path home;

    private static TestAuthority authority;
    private static ServerSocketFactory forAnotherHost;
    private static ServerSocketFactory ofAnUnknownAuthority;
    private static OutputCapture output;
    private FaultyService service;
    private FaultServer elsewhere;
    private final List<Vault> opened = new ArrayList<>();

    /** Returns the provider. */
    protected abstract VaultProvider provider();

    /**
     * Starts the service, empty.
     *
     * @param tls the server's side of TLS; a provider whose service also runs without does so where this is empty
     */
    protected abstract FaultyService start(Optional<ServerSocketFactory> tls) throws IOException;

    /** Returns where the server's side of TLS comes from on a good day: nowhere, where loopback goes without. */
    protected Optional<ServerSocketFactory> usualTls(TestAuthority usual) throws IOException {
        return Optional.empty();
    }

    /** Returns the settings that lead to an address. */
    protected abstract VaultSettings settings(URI address, VaultSettings.Origin origin);

    /** Returns the environment with the credentials that the service takes. */
    protected abstract Map<String, String> environment(FaultyService running);

    /** Returns the texts of those credentials. */
    protected abstract List<String> credentials();

    /** Returns words that tell a user without any credentials what was tried and what to set. */
    protected abstract List<String> wordsAboutMissingCredentials();

    /**
     * Tells whether the provider looks whether a write was done when its answer is lost, and repeats it if not. Such a write
     * ends well, or after several requests.
     */
    protected boolean looksAfterALostAnswer() {
        return false;
    }

    @BeforeAll
    static void makeCertificates(@TempDir Path others) throws IOException {
        authority = TestAuthority.in(certificates);
        forAnotherHost = authority.issue("dns:elsewhere.example");
        ofAnUnknownAuthority = TestAuthority.in(others).issue("dns:localhost");
        // Of all cells: what one prints must hold the secrets of none.
        output = OutputCapture.start();
    }

    @AfterAll
    static void endCapture() {
        output.close();
    }

    @BeforeEach
    void startService() throws IOException {
        service = start(usualTls(authority));
        service.store(NAME, OLD);
        elsewhere = FaultServer.http(request -> Answer.json(200, "{}"));
        // Loading classes is not what the cells measure.
        assertThat(open(service.server().uri(""), Duration.ofMinutes(1))
                        .get(NAME)
                        .value())
                .isEqualTo(Secret.of(OLD));
    }

    @AfterEach
    void stopService() throws IOException {
        opened.forEach(Vault::close);
        service.close();
        elsewhere.close();
    }

    static Stream<FaultCell> cells() {
        return Stream.concat(FaultCell.reads().stream(), FaultCell.writes().stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    @Execution(ExecutionMode.CONCURRENT)
    void aFaultEndsInTimeAndAsItShould(FaultCell row) {
        FaultCell cell = looksAfterALostAnswer() ? row.whereTheProviderLooks() : row;
        service.server().onlyFor(cell.write() ? service::writes : service::reads);
        cell.arrangement().accept(service, elsewhere.uri("/elsewhere"));
        // What the service ends, ends long before any deadline; a short one would only ask how busy the machine is.
        Vault vault = open(service.server().uri(""), cell.isEndedByTheDeadline() ? DEADLINE : LATEST);
        long before = requests(cell.write());

        Optional<VaultException> failure = timed(vault, cell.write(), LATEST);

        assertThat(failure.map(VaultException::code)).isEqualTo(cell.error());
        cell.requests()
                .ifPresent(expected -> assertThat(requests(cell.write()) - before)
                        .as("requests")
                        .isEqualTo(expected.longValue()));
        boolean written = cell.write() && (cell.error().isEmpty() || cell.performed());
        assertThat(service.stored(NAME)).contains(written ? NEW : OLD);
        assertThat(elsewhere.connections()).as("connections elsewhere").isZero();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void throttlingBeyondTheDeadlineFailsAtOnce() {
        service.server().onlyFor(service::reads);
        service.server().always(Fault.answering(service.refusal(429).with("Retry-After", "3000")));

        timed(open(service.server().uri(""), LATEST.multipliedBy(10)), false, LATEST);
    }

    static Stream<Boolean> reading() {
        return Stream.of(false, true);
    }

    @ParameterizedTest(name = "write: {0}")
    @MethodSource("reading")
    @Execution(ExecutionMode.CONCURRENT)
    void aClosedPortIsUnreachable(boolean write) throws IOException {
        // Held without listening, so that no service of another cell gets the port.
        try (Socket held = new Socket()) {
            held.bind(new InetSocketAddress(0));
            requireUnreachable(address("localhost", held.getLocalPort()), write);
        }
    }

    @ParameterizedTest(name = "write: {0}")
    @MethodSource("reading")
    @Execution(ExecutionMode.CONCURRENT)
    void aNameWithoutAddressIsUnreachable(boolean write) {
        requireUnreachable(address("no-such-host.invalid", 8200), write);
    }

    @ParameterizedTest(name = "write: {0}")
    @MethodSource("reading")
    @Execution(ExecutionMode.CONCURRENT)
    void aCertificateForAnotherHostIsRefused(boolean write) throws IOException {
        try (FaultyService stranger = start(Optional.of(forAnotherHost))) {
            requireUnreachable(stranger.server().uri(""), write);
            assertThat(stranger.server().requests()).isEmpty();
        }
    }

    @ParameterizedTest(name = "write: {0}")
    @MethodSource("reading")
    @Execution(ExecutionMode.CONCURRENT)
    void aCertificateOfAnUnknownAuthorityIsRefused(boolean write) throws IOException {
        try (FaultyService stranger = start(Optional.of(ofAnUnknownAuthority))) {
            requireUnreachable(stranger.server().uri(""), write);
            assertThat(stranger.server().requests()).isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void withoutCredentialsTheFailureTellsSoonWhatWasTriedAndWhatToSet() {
        VaultContext context = TestContext.trusting(authority.file(), TestContext.of(Map.of(), home));
        Vault vault = track(provider().open(settings(service.server().uri(""), VaultSettings.Origin.FLAG), context));
        for (boolean write : List.of(false, true)) {
            long before = requests(false) + requests(true);
            VaultException failure =
                    timed(vault, write, LATEST_WITHOUT_CREDENTIALS).orElseThrow();
            assertThat(failure.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
            assertThat(failure.getMessage() + " " + failure.hint().orElseThrow())
                    .contains(wordsAboutMissingCredentials());
            assertThat(requests(false) + requests(true)).isLessThanOrEqualTo(before + 1);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aHostThatOnlyTheRepositoryNamesGetsNoConnectionAndNoCredential() throws IOException {
        List<String> arrived = new ArrayList<>();
        try (FaultServer proxy = FaultServer.http(request -> {
            arrived.add(request.raw());
            return Answer.of(502);
        })) {
            Map<String, String> environment = new HashMap<>(environment(service));
            environment.put("HTTPS_PROXY", proxy.uri("").toString());
            TrustStore store = TrustStore.of(Map.of(), home, new AtomicFile(FileOperations.system()));
            TrustedHosts hosts =
                    new TrustedHosts(environment, List.of(provider()), List.of(), store, TrustQuestion.NOBODY);
            VaultContext context = TestContext.guarded(hosts, TestContext.of(environment, home));
            VaultSettings settings =
                    settings(URI.create("https://vault.attacker.example"), VaultSettings.Origin.REPOSITORY);

            Throwable thrown = catchThrowable(
                    () -> track(provider().open(settings, context)).get(NAME));

            assertThat(thrown).isInstanceOfSatisfying(VaultException.class, failure -> {
                assertThat(failure.code()).isEqualTo(ErrorCode.UNTRUSTED_HOST);
                assertThat(failure.hint().orElseThrow()).contains("envdrift trust vault.attacker.example");
            });
            assertThat(proxy.connections()).isZero();
            assertThat(arrived).isEmpty();
        }
    }

    private void requireUnreachable(URI address, boolean write) {
        VaultException failure = timed(open(address, DEADLINE), write, LATEST).orElseThrow();
        assertThat(failure.code()).isEqualTo(ErrorCode.VAULT_UNREACHABLE);
        assertThat(service.stored(NAME)).contains(OLD);
    }

    /** Runs the operation and checks what holds for all failures. */
    private Optional<VaultException> timed(Vault vault, boolean write, Duration latest) {
        List<String> hidden = new ArrayList<>(credentials());
        hidden.addAll(List.of(OLD, NEW));
        long start = System.nanoTime();
        Throwable thrown = catchThrowable(() -> {
            if (write) {
                vault.put(NAME, Secret.of(NEW), WriteCondition.always());
            } else {
                assertThat(vault.get(NAME).value()).isEqualTo(Secret.of(OLD));
            }
        });
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        assertThat(taken).as("time of the failure %s", thrown).isLessThanOrEqualTo(latest);
        hidden.forEach(text -> new Canary(text).assertAbsentFrom("all output", output.text()));
        if (thrown == null) {
            return Optional.empty();
        }
        assertThat(thrown).isInstanceOf(VaultException.class);
        VaultException failure = (VaultException) thrown;
        return Optional.of(ContractErrors.require(failure, vault, NAME, hidden, failure.code()));
    }

    private long requests(boolean write) {
        return service.server().requests().stream()
                .filter(write ? service::writes : service::reads)
                .count();
    }

    private Vault open(URI address, Duration limit) {
        VaultContext context = TestContext.trusting(
                authority.file(), TestContext.within(limit, TestContext.of(environment(service), home)));
        return track(provider().open(settings(address, VaultSettings.Origin.FLAG), context));
    }

    private URI address(String host, int port) {
        return URI.create(service.server().uri("").getScheme() + "://" + host + ":" + port);
    }

    private Vault track(Vault vault) {
        opened.add(vault);
        return vault;
    }
}
