package io.envdrift.server.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.server.api.reports.ReportDesk;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tokens for drift reports, also while the server runs. */
@Command(
        name = "report-token",
        description = "Make a token with which CI jobs post drift reports, and print it, once; or list and revoke such"
                + " tokens. The server may be running.",
        mixinStandardHelpOptions = true,
        subcommands = {ReportTokenCommand.ListTokens.class, ReportTokenCommand.Revoke.class})
final class ReportTokenCommand implements Callable<Integer> {
    @Mixin
    StorageOptions storage = new StorageOptions();

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "What it is called, as in acme/app")
    @Nullable
    String name;

    @Option(names = "--read", description = "A token that reads reports, as the page does, and posts none")
    boolean read;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (name == null) {
            throw new EnvdriftException(ErrorCode.USAGE, "The token's name is missing", "name who posts with it");
        }
        String given = name;
        Secret token = at(storage, desk -> desk.issue(given, read));
        spec.commandLine().getOut().println(token.reveal());
        PrintWriter err = spec.commandLine().getErr();
        err.println("token " + given + " for " + (read ? "reading" : "posting")
                + " drift reports and nothing else; it is not shown again");
        err.flush();
        return 0;
    }

    private static <T> T at(StorageOptions storage, Function<ReportDesk, T> work) {
        return storage.beside(opened -> work.apply(new ReportDesk(opened.database(), InstantSource.system())));
    }

    /** Lists tokens. */
    @Command(name = "list", description = "List tokens: name, kind, when made.", mixinStandardHelpOptions = true)
    static final class ListTokens implements Callable<Integer> {
        @Mixin
        StorageOptions storage = new StorageOptions();

        @Spec
        CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            at(storage, ReportDesk::lines).forEach(spec.commandLine().getOut()::println);
            return 0;
        }
    }

    /** Revokes a token. */
    @Command(
            name = "revoke",
            description = "Revoke a token; it is refused from then on.",
            mixinStandardHelpOptions = true)
    static final class Revoke implements Callable<Integer> {
        @Mixin
        StorageOptions storage = new StorageOptions();

        @Parameters(paramLabel = "NAME", description = "The token's name, see 'report-token list'")
        String name = "";

        @Spec
        CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            at(storage, desk -> {
                desk.revoke(name);
                return name;
            });
            spec.commandLine().getOut().println("revoked " + name);
            return 0;
        }
    }
}
