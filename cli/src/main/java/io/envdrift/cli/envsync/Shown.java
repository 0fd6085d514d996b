package io.envdrift.cli.envsync;

import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Report;
import io.envdrift.envsync.protocol.Issued;
import io.envdrift.json.JsonMembers;
import java.util.Optional;

/** Prints what is shown once: data alone on standard output, what it is on standard error. */
final class Shown {
    private Shown() {}

    static Reporter.Result once(EnvSyncSession session, String command, String what, Issued issued) {
        if (session.reporter().format() == OutputOptions.Format.JSON) {
            session.host()
                    .out()
                    .println(new JsonMembers()
                            .put("secret", issued.secret().reveal())
                            .putIfPresent("id", said(issued.id()))
                            .putIfPresent("email", said(issued.email()))
                            .putIfPresent("role", said(issued.role()))
                            .putIfPresent("expiresAt", said(issued.expiresAt()))
                            .toJson());
        } else {
            session.host().err().println(what);
            session.host().out().println(issued.secret().reveal());
        }
        return Reporter.Result.printed(new Report(command));
    }

    private static Optional<String> said(String text) {
        return Optional.of(text).filter(each -> !each.isEmpty());
    }
}
