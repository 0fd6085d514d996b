package io.envdrift.cli.envsync;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.ServerAction;
import io.envdrift.cli.base.ServerOptions;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.envsync.protocol.Issued;
import io.envdrift.json.JsonMembers;
import java.util.Map;

/** A command that calls an EnvSync server. */
abstract class EnvSyncAction extends ServerAction<EnvSyncSession> {
    EnvSyncAction(Host host, Outline outline) {
        super(
                host,
                outline,
                "envsync",
                new ServerOptions("ENVSYNC_API, else http://127.0.0.1:8000", "https://envsync.example.com"));
    }

    /** The version gets a line of its own, since the original's lines do not have it. */
    static Row version(long number) {
        return Row.line(Level.PLAIN, "  version " + number, Map.of());
    }

    /** Prints a code or token that is shown once, and what is known of it. */
    final Reporter.Result once(EnvSyncSession session, String what, Issued issued) {
        JsonMembers json = new JsonMembers().put("secret", issued.secret().reveal());
        Fields.of("id", issued.id(), "email", issued.email(), "role", issued.role(), "expiresAt", issued.expiresAt())
                .forEach((name, said) -> {
                    if (!said.equals("")) {
                        json.put(name, said);
                    }
                });
        return printedOnce(session, issued.secret(), what, json);
    }

    @Override
    protected final EnvSyncSession open(Host machine, Reporter reporter, ServerOptions options) {
        return new EnvSyncSession(machine, reporter, options.address(), options.timeout());
    }
}
