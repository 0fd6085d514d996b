package io.envdrift.cli.envsync;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.ServerAction;
import io.envdrift.cli.base.ServerOptions;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import java.util.Map;

/** A command that calls an EnvSync server. */
abstract class EnvSyncAction extends ServerAction<EnvSyncSession> {
    EnvSyncAction(Host host) {
        super(
                host,
                "envsync",
                new ServerOptions("ENVSYNC_API, else http://127.0.0.1:8000", "https://envsync.example.com"));
    }

    /** A line of its own, since the original's lines end before it. */
    static Row version(long number) {
        return Row.line(Level.PLAIN, "  version " + number, Map.of());
    }

    @Override
    protected final EnvSyncSession open(Host machine, Reporter reporter, ServerOptions options) {
        return new EnvSyncSession(machine, reporter, options.address(), options.timeout());
    }
}
