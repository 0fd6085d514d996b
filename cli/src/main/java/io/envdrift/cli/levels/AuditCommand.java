package io.envdrift.cli.levels;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.levels.protocol.AuditEntry;

/** {@code levels audit}: who did what, newest first; never a value. */
final class AuditCommand extends LevelsAction {
    private static final int PER_PAGE = 50;

    private int page = 1;

    AuditCommand(Host host) {
        super(
                host,
                Outline.of(
                        "audit",
                        "List who read and changed what, newest first; our server only, with the scope audit:read."));
    }

    @Override
    public void declare(CommandOptions options) {
        options.count("--page", "N", "Which fifty (default: ${DEFAULT-VALUE}).", given -> page = given)
                .defaultValue("1");
        super.declare(options);
    }

    @Override
    protected Reporter.Result run(LevelsSession session) {
        return listed(session.levels().organization().audit(page, PER_PAGE), AuditCommand::row, "Nothing was noted");
    }

    private static Row row(AuditEntry entry) {
        return Row.line(
                Level.PLAIN,
                String.join("  ", entry.at(), entry.actor(), entry.action(), entry.resource(), entry.outcome()),
                Fields.of(
                        "at", entry.at(),
                        "actor", entry.actor(),
                        "action", entry.action(),
                        "resource", entry.resource(),
                        "outcome", entry.outcome()));
    }
}
