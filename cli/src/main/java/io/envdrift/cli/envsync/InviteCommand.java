package io.envdrift.cli.envsync;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;

/** {@code envsync invite}: a code by which somebody gets a token, once. */
final class InviteCommand extends EnvSyncAction {
    private final IssueOptions options = new IssueOptions();

    InviteCommand(Host host) {
        super(
                host,
                Outline.of(
                        "invite",
                        "Print a code by which somebody gets a token with 'envsync join -'; good once, for seven days.",
                        "It takes an owner's token. The passphrase is not in it: tell it by another way."));
    }

    @Override
    public void declare(CommandOptions declared) {
        options.declare(declared, "90");
        super.declare(declared);
    }

    @Override
    protected Reporter.Result run(EnvSyncSession session) {
        return once(
                session,
                "The code, which is not shown again; they run: envsync join -",
                session.ask(calls -> calls.invite(options.email(), options.role(), options.days())));
    }
}
