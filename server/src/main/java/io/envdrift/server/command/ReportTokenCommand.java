package io.envdrift.server.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.server.api.reports.ReportDesk;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tokens for drift reports, also while the server runs. */
@Command(
        name = "report-token",
        description = "Make a token with which CI jobs post drift reports, and print it, once; or list and revoke such"
                + " tokens. The server may be running.",
        mixinStandardHelpOptions = true,
        subcommands = {ReportTokenCommand.ListTokens.class, ReportTokenCommand.Revoke.class})
final class ReportTokenCommand extends DeskCommand {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "What it is called, as in acme/app")
    @Nullable
    String name;

    @Option(names = "--read", description = "A token that reads reports, as the page does, and posts none")
    boolean read;

    @Override
    public Integer call() {
        if (name == null) {
            throw new EnvdriftException(ErrorCode.USAGE, "The token's name is missing", "name who posts with it");
        }
        String given = name;
        return handOut(
                ask(this, desk -> desk.issue(given, read)),
                "token " + given + " for " + (read ? "reading" : "posting")
                        + " drift reports and nothing else; it is not shown again");
    }

    private static <T> T ask(DeskCommand command, Function<ReportDesk, T> work) {
        return command.at(opened -> work.apply(new ReportDesk(opened.database(), InstantSource.system())));
    }

    /** Lists tokens. */
    @Command(name = "list", description = "List tokens: name, kind, when made.", mixinStandardHelpOptions = true)
    static final class ListTokens extends DeskCommand {
        @Override
        public Integer call() {
            return print(ask(this, ReportDesk::lines));
        }
    }

    /** Revokes a token. */
    @Command(
            name = "revoke",
            description = "Revoke a token; it is refused from then on.",
            mixinStandardHelpOptions = true)
    static final class Revoke extends DeskCommand {
        @Parameters(paramLabel = "NAME", description = "The token's name, see 'report-token list'")
        String name = "";

        @Override
        public Integer call() {
            return print(ask(this, desk -> {
                desk.revoke(name);
                return List.of("revoked " + name);
            }));
        }
    }
}
