package io.envdrift.cli.envsync;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.ServerAction;
import io.envdrift.cli.base.ServerOptions;

/** A command that calls an EnvSync server. */
abstract class EnvSyncAction extends ServerAction<EnvSyncSession> {
    EnvSyncAction(Host host) {
        super(
                host,
                "envsync",
                new ServerOptions("ENVSYNC_API, else http://127.0.0.1:8000", "https://envsync.example.com"));
    }

    @Override
    protected final EnvSyncSession open(Host machine, Reporter reporter, ServerOptions options) {
        return new EnvSyncSession(machine, reporter, options.address(), options.timeout());
    }
}
