package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.ReportingCommand;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.config.TrustedConfig;
import io.envdrift.config.VaultFlags;
import io.envdrift.files.FileSnapshot;
import io.envdrift.trust.TrustStore;
import io.envdrift.trust.TrustedHosts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code envdrift trust}: which hosts of a repository's configuration may get this user's credentials. */
public final class TrustCommand extends ReportingCommand {
    private @Nullable String named;
    private @Nullable Path caFile;
    private @Nullable Path config;
    private boolean list;

    /** Creates the command for a machine. */
    public TrustCommand(Host host) {
        super(
                host,
                Outline.of(
                                "trust",
                                "Allow a host that a repository's configuration names to get your credentials.",
                                "Clouds' own domains, loopback, and what you name yourself need no trust.")
                        .footer(
                                "",
                                "Examples:",
                                "  envdrift trust vault.example.com:8200",
                                "  envdrift trust --ca-file ca.pem    certificate authorities that a repository brings"
                                        + " along",
                                "  envdrift trust --config envdrift.toml    as it is now; a change must be trusted"
                                        + " anew",
                                "  envdrift trust --list"));
    }

    @Override
    public void declare(CommandOptions options) {
        options.optionalArgument("HOST", "Host, host:port, or a URL.", String.class, text -> named = text);
        options.value("--ca-file", "FILE", "Certificate authorities in PEM form.", Path.class, given -> caFile = given);
        options.value(
                "--config",
                "FILE",
                "A configuration whose folders may lie outside its directory; its path and all of its content.",
                Path.class,
                given -> config = given);
        options.flag("--list", "Print what is trusted.", on -> list = on);
        output.declare(options);
    }

    @Override
    protected Reporter.Result work(Reporter reporter) {
        if (Stream.of(named, caFile, config, list ? list : null)
                        .filter(Objects::nonNull)
                        .count()
                != 1) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "trust needs one of HOST, --ca-file FILE, --config FILE and --list",
                    "run: envdrift trust --help");
        }
        ProjectOpener opener = new ProjectOpener(machine());
        if (list) {
            TrustStore store = opener.trustStore();
            return result(store.entries().stream()
                    .map(entry -> Row.of(Level.PLAIN, "-", entry, Map.of("trusted", entry)))
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
        Path file = host.workingDirectory().resolve(Objects.requireNonNull(config, "the only one that is left"));
        byte[] content = FileSnapshot.following(file)
                .content()
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.CONFIG_NOT_FOUND, "Config file not found: " + file, "check the path"));
        String entry = TrustedConfig.entry(file, content);
        opener.trustStore().add(entry);
        return result(List.of(done(entry)));
    }

    private static Reporter.Result result(List<Row> rows) {
        return new Reporter.Result(Report.of("trust", rows), true);
    }

    private static Row done(String entry) {
        return Row.of(Level.GOOD, "[OK]", "Trusted " + entry + " from now on", Map.of("trusted", entry));
    }
}
