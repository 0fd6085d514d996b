package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.Host;
import io.envdrift.cli.OutputOptions;
import io.envdrift.cli.ProjectOpener;
import io.envdrift.cli.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.config.VaultFlags;
import io.envdrift.vault.TrustStore;
import io.envdrift.vault.TrustedHosts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code envdrift trust}: which hosts of a repository's configuration may get this user's credentials. */
@Command(
        name = "trust",
        description = {
            "Allow a host that a repository's configuration names to get your credentials.",
            "Clouds' own domains, loopback, and what you name yourself need no trust."
        },
        footer = {
            "",
            "Examples:",
            "  envdrift trust vault.example.com:8200",
            "  envdrift trust --ca-file ca.pem    certificate authorities that a repository brings along",
            "  envdrift trust --list"
        })
public final class TrustCommand implements Callable<Integer> {
    private final Host host;

    @Parameters(arity = "0..1", paramLabel = "HOST", description = "Host, host:port, or a URL.")
    private @Nullable String named;

    @Option(names = "--ca-file", paramLabel = "FILE", description = "Certificate authorities in PEM form.")
    private @Nullable Path caFile;

    @Option(names = "--list", description = "Print what is trusted.")
    private boolean list;

    @Mixin
    private OutputOptions output = new OutputOptions();

    /** Creates the command for a machine. */
    public TrustCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        return new Reporter(host, "trust", output).run(() -> {
            ProjectOpener opener = new ProjectOpener(output.machine(host));
            if (list) {
                TrustStore store = opener.trustStore();
                return result(store.entries().stream()
                        .map(entry ->
                                new Row(Level.PLAIN, "-", entry, List.of(), Map.of("trusted", entry), Optional.empty()))
                        .toList());
            }
            TrustedHosts trusted = opener.trustedHosts(VaultFlags.none());
            if (named != null) {
                return result(List.of(done(trusted.trust(named).toString())));
            }
            if (caFile != null) {
                return result(
                        List.of(done(trusted.trustCaFile(host.workingDirectory().resolve(caFile)))));
            }
            throw new EnvdriftException(
                    ErrorCode.USAGE, "trust needs HOST, --ca-file FILE or --list", "run: envdrift trust --help");
        });
    }

    private static Reporter.Result result(List<Row> rows) {
        return new Reporter.Result(new Report("trust").section(Report.Section.messages(rows)), true);
    }

    private static Row done(String entry) {
        return new Row(
                Level.GOOD,
                "[OK]",
                "Trusted " + entry + " from now on",
                List.of(),
                Map.of("trusted", entry),
                Optional.empty());
    }
}
