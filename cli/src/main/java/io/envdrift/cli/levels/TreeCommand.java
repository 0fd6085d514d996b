package io.envdrift.cli.levels;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.levels.LevelsOrganization;
import io.envdrift.levels.protocol.NodeEntry;
import io.envdrift.levels.protocol.ProjectEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code levels tree}: what the token lets see of projects, targets and environments. */
final class TreeCommand extends LevelsAction {
    private @Nullable String project;

    TreeCommand(Host host) {
        super(host, Outline.of("tree", "List the projects with their targets and environments, as paths."));
    }

    @Override
    public void declare(CommandOptions options) {
        options.optionalArgument("PROJECT", "Only this project.", String.class, text -> project = text);
        super.declare(options);
    }

    @Override
    protected Reporter.Result run(LevelsSession session) {
        LevelsOrganization organization = session.levels().organization();
        List<Row> rows = new ArrayList<>();
        for (ProjectEntry each : organization.projects()) {
            if (project == null || project.equals(each.slug())) {
                rows.add(Row.line(
                        Level.PLAIN,
                        each.slug() + "  (" + each.custody().word() + "-managed)",
                        Fields.of("path", each.slug(), "custody", each.custody().word(), "format", each.format())));
                below(organization, each.slug(), rows);
            }
        }
        if (rows.isEmpty()) {
            rows.add(Row.line(Level.PLAIN, "There is no project that this token sees", Map.of()));
        }
        return done(rows);
    }

    private static void below(LevelsOrganization organization, String slug, List<Row> rows) {
        for (NodeEntry target : organization.targets(slug)) {
            String path = slug + "/" + target.slug();
            rows.add(Row.line(Level.PLAIN, path, Map.of("path", path)));
            for (NodeEntry environment : organization.environments(slug, target.slug())) {
                String deep = path + "/" + environment.slug();
                rows.add(Row.line(
                        Level.PLAIN,
                        deep + (environment.production() ? "  (production)" : ""),
                        Fields.of("path", deep, "production", environment.production())));
            }
        }
    }
}
