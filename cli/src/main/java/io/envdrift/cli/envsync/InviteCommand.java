package io.envdrift.cli.envsync;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.envsync.EnvSync;
import io.envdrift.envsync.ProjectCalls;
import io.envdrift.envsync.protocol.Issued;
import java.util.Optional;

/** {@code envsync invite}: a code by which somebody gets a token, once. */
final class InviteCommand extends EnvSyncAction {
    private final IssueOptions options = new IssueOptions();

    InviteCommand(Host host) {
        super(host);
    }

    @Override
    public Outline outline() {
        return Outline.of(
                "invite",
                "Print a code by which somebody gets a token with 'envsync join -'; good once, for seven days.",
                "It takes an owner's token. The passphrase is not in it: tell it by another way.");
    }

    @Override
    public void declare(CommandOptions declared) {
        options.declare(declared, "90");
        super.declare(declared);
    }

    @Override
    protected Reporter.Result run(EnvSyncSession session) {
        try (EnvSync sync = session.open(Optional.empty())) {
            Issued invite = new ProjectCalls(sync.server(), sync.project())
                    .invite(options.email(), options.role(), options.days());
            return Shown.once(
                    session, "envsync invite", "The code, which is not shown again; they run: envsync join -", invite);
        }
    }
}
