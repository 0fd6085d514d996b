package io.envdrift.cli.levels;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.levels.PulledLevels;
import java.util.Map;
import java.util.Optional;

/** {@code levels get}: one value. */
final class GetValueCommand extends PathAction {
    private final Resolution resolution = new Resolution();
    private String name = "";

    GetValueCommand(Host host) {
        super(host, Outline.of("get", "Print one value of the merged levels of a path."));
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.argument("NAME", "The variable.", String.class, text -> name = text);
        resolution.declare(options);
    }

    @Override
    protected Reporter.Result run(LevelsSession session) {
        PulledLevels pulled = session.levels().pull(path());
        Map<String, String> values = resolution.values(session, pulled);
        String value = Optional.ofNullable(values.get(name)).orElseThrow(() -> unknown(name));
        String level = pulled.merged().chain(name).getLast().level().toString();
        return printed(session, Fields.of("name", name, "value", value, "level", level), () -> value + "\n");
    }
}
