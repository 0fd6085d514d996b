package io.envdrift.cli.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.base.SecretArgument;
import io.envdrift.envsync.EnvSyncServer;
import io.envdrift.envsync.ProjectCalls;
import io.envdrift.envsync.protocol.Issued;

/** {@code envsync join -}: the code of an invite becomes a token. */
final class JoinCommand extends EnvSyncAction {
    private String source = "";

    JoinCommand(Host host) {
        super(
                host,
                Outline.of("join", "Turn the code of an invite into a token, and print it once.")
                        .footer("", "Example:", "  export ENVSYNC_TOKEN=$(envsync join -)"));
    }

    @Override
    public void declare(CommandOptions options) {
        options.argument("@FILE", "Where the code is; '-' for standard input.", String.class, text -> source = text);
        super.declare(options);
    }

    @Override
    protected Reporter.Result run(EnvSyncSession session) {
        if (!source.equals("-") && !source.startsWith("@")) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "A code is not taken from the command line, where others can see it",
                    "run 'envsync join -' and give it on standard input");
        }
        String project = session.project();
        Secret code = source.equals("-") && session.host().terminal().isPresent()
                ? session.passphrase().ask("Code of the invite: ").orElse(Secret.of(""))
                : new SecretArgument(session.host(), session.reporter()).read(source);
        if (code.reveal().isBlank()) {
            throw new EnvdriftException(ErrorCode.CONFIRMATION_NEEDED, "No code was given");
        }
        try (EnvSyncServer server = session.withoutToken()) {
            Issued token =
                    ProjectCalls.join(server, project, Secret.of(code.reveal().strip()));
            return once(
                    session,
                    "The token, which is not shown again; put it into ENVSYNC_TOKEN. It expires at "
                            + token.expiresAt(),
                    token);
        }
    }
}
