package io.envdrift.cli.levels;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.levels.protocol.AuditEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code levels audit}: who did what, newest first; never a value. */
final class AuditCommand extends LevelsAction {
    private static final int PER_PAGE = 50;

    private int page = 1;

    AuditCommand(Host host) {
        super(host);
    }

    @Override
    public Outline outline() {
        return Outline.of(
                "audit", "List who read and changed what, newest first; our server only, with the scope audit:read.");
    }

    @Override
    public void declare(CommandOptions options) {
        options.count("--page", "N", "Which fifty (default: ${DEFAULT-VALUE}).", given -> page = given)
                .defaultValue("1");
        super.declare(options);
    }

    @Override
    protected Reporter.Result run(LevelsSession session) {
        List<AuditEntry> entries = session.levels().organization().audit(page, PER_PAGE);
        return done(
                entries.isEmpty()
                        ? List.of(Row.line(Level.PLAIN, "Nothing was noted", Map.of()))
                        : entries.stream().map(AuditCommand::row).toList());
    }

    private static Row row(AuditEntry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("at", entry.at());
        fields.put("actor", entry.actor());
        fields.put("action", entry.action());
        fields.put("resource", entry.resource());
        fields.put("outcome", entry.outcome());
        return Row.line(
                Level.PLAIN,
                entry.at() + "  " + entry.actor() + "  " + entry.action() + "  " + entry.resource() + "  "
                        + entry.outcome(),
                fields);
    }
}
