package io.envdrift.cli.envsync;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.StandaloneGroup;

/** {@code envdrift envsync}: encrypted .env files, one per git branch. Without a command it prints its help. */
public final class EnvSyncCommand extends StandaloneGroup {
    /**
     * Creates the command for a machine.
     *
     * @param named the command below it that will run; only that one is built, or all when there is none of that name
     */
    public EnvSyncCommand(Host host, String named) {
        super(
                host,
                Outline.of(
                                "envsync",
                                "Encrypted .env files, one per git branch, on a server that sees no value.",
                                "The project is project_id of the nearest .envsync.json.")
                        .footer(
                                "",
                                "Examples:",
                                "  envsync push --branch main",
                                "  envsync pull --fallback main",
                                "  envsync diff --ci",
                                "",
                                "Variables: ENVSYNC_API (the server), ENVSYNC_TOKEN, ENVSYNC_PASS or ENVSYNC_PASS_FILE"
                                        + " or",
                                "ENVSYNC_PASS_SECRET (provider:NAME), ENVSYNC_BRANCH, ENVSYNC_SCHEME."),
                named);
        add("push", () -> new PushEnvCommand(host));
        add("pull", () -> new PullEnvCommand(host));
        add("diff", () -> new DiffEnvCommand(host));
        add("branches", () -> new BranchesCommand(host));
        add("versions", () -> new BranchVersionsCommand(host));
        add("rollback", () -> new BranchRollbackCommand(host));
        add("rotate-passphrase", () -> new RotatePassphraseCommand(host));
        add("invite", () -> new InviteCommand(host));
        add("join", () -> new JoinCommand(host));
        add("login", () -> new LoginCommand(host));
        add("token", () -> new TokenCommand(host));
    }
}
