package io.envdrift.server.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.server.BlobServer;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.api.reports.ReportLimits;
import io.envdrift.server.http.CallerLimits;
import io.envdrift.server.http.HttpSettings;
import io.envdrift.server.http.Network;
import io.envdrift.server.http.TlsFiles;
import io.envdrift.server.store.Quotas;
import io.envdrift.server.store.StorageSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the server until it is told to stop. */
@Command(
        name = "serve",
        description = "Run the server until it is stopped.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    private static final int MOST_BODY_BYTES = (1 << 30) - 1;

    @Option(
            names = "--host",
            defaultValue = "${env:ENVDRIFT_SERVER_HOST:-127.0.0.1}",
            description = "Address to listen on (default: 127.0.0.1)")
    String host = "127.0.0.1";

    @Option(
            names = "--port",
            defaultValue = "${env:ENVDRIFT_SERVER_PORT:-8787}",
            description = "Port to listen on, 0 for any free one (default: 8787)")
    int port;

    @Mixin
    StorageOptions storage = new StorageOptions();

    @Option(
            names = "--create-token-file",
            paramLabel = "FILE",
            description = "File with the token that 'create a project' needs; or ENVDRIFT_SERVER_CREATE_TOKEN."
                    + " A server that others can reach makes no project without it")
    @Nullable
    Path createTokenFile;

    @Option(names = "--tls-certificate", paramLabel = "FILE", description = "Certificate chain in PEM, for https")
    @Nullable
    Path tlsCertificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Private key in PEM (PKCS #8, not encrypted)")
    @Nullable
    Path tlsKey;

    @Option(
            names = "--trusted-proxy",
            paramLabel = "NETWORK",
            split = ",",
            description = "Proxy whose X-Forwarded-For is believed, as in 10.0.0.0/8; may be repeated")
    List<String> proxies = List.of();

    @Option(names = "--max-body-bytes", defaultValue = "1048576", description = "Largest request (default: 1048576)")
    int maxBodyBytes;

    @Option(
            names = "--max-connections-per-address",
            paramLabel = "N",
            defaultValue = "128",
            description = "Connections of one address that are served at once; more wait (default: 128)")
    int maxConnections;

    @Option(
            names = "--max-bodies-per-address",
            paramLabel = "N",
            defaultValue = "64",
            description = "Request bodies of one address that are read at once; more wait (default: 64)")
    int maxBodies;

    @Option(
            names = "--max-failures",
            paramLabel = "N",
            defaultValue = "120",
            description = "Failed or unsigned calls per address and minute, 0 for any number (default: 120)")
    int maxFailures;

    @Option(names = "--max-projects", paramLabel = "N", defaultValue = "0", description = "Projects; 0: any number")
    long maxProjects;

    @Option(
            names = "--keep-versions",
            paramLabel = "N",
            defaultValue = "0",
            description = "Versions kept of each environment; 0: all of them")
    long keepVersions;

    @Option(
            names = "--max-project-bytes",
            paramLabel = "N",
            defaultValue = "0",
            description = "Bytes that all versions of a project may take; 0: any number")
    long maxProjectBytes;

    @Option(
            names = "--max-calls",
            paramLabel = "N",
            defaultValue = "0",
            description = "Calls of the levels that an organization may make per minute; 0: any number")
    long maxCalls;

    @Option(
            names = "--keep-report-days",
            paramLabel = "N",
            defaultValue = "90",
            description = "How long drift reports are kept (default: 90)")
    int reportDays;

    @Option(
            names = "--max-reports",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Drift reports that are kept; beyond it the oldest are removed (default: 10000)")
    long maxReports;

    @Option(names = "--no-ui", description = "Serve no web page at /ui/; or ENVDRIFT_SERVER_NO_UI=true")
    boolean noPage;

    @Mixin
    TokenOptions tokens = new TokenOptions();

    @ArgGroup(exclusive = false, multiplicity = "0..*", order = 1)
    List<ProviderOptions> providers = new ArrayList<>();

    @Option(
            names = "--metrics-host",
            defaultValue = "127.0.0.1",
            description = "Address of /metrics (default: 127.0.0.1)")
    String metricsHost = "127.0.0.1";

    @Option(names = "--metrics-port", description = "Port of /metrics; without it there are no metrics")
    @Nullable
    Integer metricsPort;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        ServerSettings settings = settings();
        BlobServer server = BlobServer.start(settings, InstantSource.system());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            stopped.countDown();
        }));
        PrintWriter out = spec.commandLine().getOut();
        out.println("envdrift-server listens on " + server.address() + ", data in " + place(settings.storage()));
        server.metricsPort().ifPresent(at -> out.println("metrics on http://" + metricsHost + ":" + at + "/metrics"));
        out.flush();
        stopped.await();
        return 0;
    }

    private ServerSettings settings() {
        HttpSettings http = new HttpSettings(
                host,
                port,
                bodyBytes(),
                proxies.stream().map(Network::parse).toList(),
                tls(),
                CallerLimits.DEFAULT.perAddress((int) atLeast(1, "--max-connections-per-address", maxConnections), (int)
                        atLeast(1, "--max-bodies-per-address", maxBodies)));
        Optional<Secret> createToken = createTokenFile == null
                ? StorageOptions.environment("CREATE_TOKEN").map(Secret::of)
                : Optional.of(StorageOptions.secretFile(createTokenFile));
        return ServerSettings.builder(http, storage.settings())
                .createToken(createToken)
                .quotas(new Quotas(
                        atLeast(0, "--max-projects", maxProjects),
                        atLeast(0, "--keep-versions", keepVersions),
                        atLeast(0, "--max-project-bytes", maxProjectBytes)))
                .failuresPerMinute((int) atLeast(0, "--max-failures", maxFailures))
                .metrics(metricsHost, metricsPort == null ? OptionalInt.empty() : OptionalInt.of(metricsPort))
                .tokens(tokens.settings(ProviderOptions.providers(providers)))
                .callsPerMinute(atLeast(0, "--max-calls", maxCalls))
                .page(!noPage && !isSet("NO_UI"))
                .reports(new ReportLimits(
                        Duration.ofDays(atLeast(1, "--keep-report-days", reportDays)),
                        atLeast(1, "--max-reports", maxReports)))
                .build();
    }

    /** A body is one array, which grows by doubling. */
    private int bodyBytes() {
        if (maxBodyBytes > MOST_BODY_BYTES) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "--max-body-bytes is " + maxBodyBytes + ", but must be " + MOST_BODY_BYTES + " or less",
                    "correct it, or leave it out for the default");
        }
        return (int) atLeast(1, "--max-body-bytes", maxBodyBytes);
    }

    /** A value out of range must not silently become another number. */
    private static long atLeast(int least, String option, long number) {
        if (number < least) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    option + " is " + number + ", but must be " + least + " or more",
                    "correct it, or leave it out for the default");
        }
        return number;
    }

    private Optional<TlsFiles> tls() {
        if (tlsCertificate != null && tlsKey != null) {
            return Optional.of(new TlsFiles(tlsCertificate, tlsKey));
        }
        if (tlsCertificate != null || tlsKey != null) {
            throw new EnvdriftException(
                    ErrorCode.USAGE, "TLS needs a certificate and its key", "give --tls-certificate and --tls-key");
        }
        return Optional.empty();
    }

    /** Returns what a variable that switches something says: {@code true} or {@code false}, nothing else. */
    private static boolean isSet(String name) {
        String text = StorageOptions.environment(name).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "ENVDRIFT_SERVER_" + name + " is neither true nor false",
                    "set it to true or unset it");
        }
        return text.equals("true");
    }

    private static String place(StorageSettings storage) {
        return storage.database().isPresent() ? "PostgreSQL" : storage.data().toString();
    }
}
