package io.envdrift.cli.vaultenv;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.vaultenv.VaultProject;
import io.envdrift.vaultenv.protocol.VersionList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code vault-env versions}: the history, newest first. */
final class VersionsCommand extends EnvironmentAction {
    VersionsCommand(Host host) {
        super(host, Outline.of("versions", "List the versions of an environment, newest first, 50 at most."));
    }

    @Override
    protected Reporter.Result run(VaultEnvSession session, String environment) {
        VaultProject project = session.project();
        List<VersionList.Entry> versions = project.versions(environment).versions();
        if (versions.isEmpty()) {
            return done(List.of(Row.line(Level.PLAIN, "No versions of '" + environment + "' yet", Map.of())));
        }
        session.note(project, environment, versions.getFirst().version());
        Report report = report().section(new Report.Section(
                "Versions of '" + environment + "':",
                versions.stream().map(VersionsCommand::row).toList(),
                "",
                Map.of()));
        return new Reporter.Result(report, true);
    }

    private static Row row(VersionList.Entry entry) {
        List<String> names = entry.changedNames();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", entry.version());
        fields.put("createdAt", entry.createdAt());
        fields.put("changed", names);
        return Row.of(
                        Level.PLAIN,
                        "v" + entry.version(),
                        " " + entry.createdAt() + "  " + names.size() + (names.size() == 1 ? " key" : " keys"),
                        fields)
                .below(names.isEmpty() ? List.of() : List.of("  " + String.join(" ", names)));
    }
}
