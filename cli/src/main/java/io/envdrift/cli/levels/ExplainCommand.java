package io.envdrift.cli.levels;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.levels.merge.Assigned;
import java.util.ArrayList;
import java.util.List;

/** {@code levels explain}: which levels have a name, and which of them wins; the values are masked. */
final class ExplainCommand extends PathAction {
    private static final int SHOWN = 4;

    private String name = "";

    ExplainCommand(Host host) {
        super(host, Outline.of("explain", "Show which levels of a path have a variable, and which one counts."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.argument("NAME", "The variable.", String.class, text -> name = text);
    }

    @Override
    protected Reporter.Result run(LevelsSession session) {
        List<Assigned> chain = session.levels().pull(path()).merged().chain(name);
        if (chain.isEmpty()) {
            throw unknown(name);
        }
        List<Row> rows = new ArrayList<>();
        for (Assigned each : chain) {
            boolean counts = each == chain.getLast();
            String shown = masked(each.value().value());
            rows.add(Row.line(
                    Level.PLAIN,
                    each.level() + "  " + shown + (counts ? "  counts" : "  replaced"),
                    Fields.of("level", each.level().toString(), "value", shown, "counts", counts)));
        }
        return done(rows);
    }

    private static String masked(String value) {
        return value.isEmpty() ? "(empty)" : "*".repeat(SHOWN);
    }
}
