package io.envdrift.cli.envsync;

import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Report;
import io.envdrift.envsync.protocol.Issued;
import io.envdrift.json.JsonMembers;

/** Prints what is shown once: data alone on standard output, what it is on standard error. */
final class Shown {
    private Shown() {}

    static Reporter.Result once(EnvSyncSession session, String command, String what, Issued issued) {
        if (session.reporter().format() == OutputOptions.Format.JSON) {
            session.host()
                    .out()
                    .println(new JsonMembers()
                            .put("secret", issued.secret().reveal())
                            .put("id", issued.id())
                            .put("email", issued.email())
                            .put("role", issued.role())
                            .put("expiresAt", issued.expiresAt())
                            .toJson());
        } else {
            session.host().err().println(what);
            session.host().out().println(issued.secret().reveal());
        }
        return new Reporter.Result(new Report(command), true, true);
    }
}
