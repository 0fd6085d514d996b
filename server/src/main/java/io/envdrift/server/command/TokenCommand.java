package io.envdrift.server.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.server.api.envsync.TokenDesk;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Issues, lists and revokes tokens of EnvSync, also while the server runs. */
@Command(
        name = "token",
        description =
                "Issue a token of EnvSync and print it, once; or list and revoke tokens. The server may be running.",
        mixinStandardHelpOptions = true,
        subcommands = {TokenCommand.ListTokens.class, TokenCommand.Revoke.class})
final class TokenCommand implements Callable<Integer> {
    private static final int DEFAULT_DAYS = 90;

    @Mixin
    StorageOptions storage = new StorageOptions();

    @Mixin
    TokenOptions tokens = new TokenOptions();

    @Option(names = "--email", paramLabel = "NAME", description = "Who the token is for")
    @Nullable
    String email;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "developer",
            description = "owner, developer (default) or readonly")
    String role = "developer";

    @Option(
            names = "--project",
            paramLabel = "PROJECT",
            split = ",",
            description = "Project the token is for; may be repeated. An owner without one has all")
    List<String> projects = List.of();

    @Option(names = "--days", paramLabel = "N", description = "How long it is good (default: 90)")
    int days = DEFAULT_DAYS;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        String name = Optional.ofNullable(email)
                .orElseThrow(() ->
                        new EnvdriftException(ErrorCode.USAGE, "--email is missing", "name who the token is for"));
        TokenDesk.Handed handed = at(storage, tokens, desk -> desk.issue(name, role, projects, days));
        spec.commandLine().getOut().println(handed.token().reveal());
        var err = spec.commandLine().getErr();
        err.println("token " + handed.jti() + " of " + role + ", good until " + handed.expiresAt()
                + "; it is not shown again");
        if (handed.madeKey()) {
            err.println("The key of EnvSync's tokens was made just now: a server that is running must be restarted.");
        }
        err.flush();
        return 0;
    }

    private static <T> T at(StorageOptions storage, TokenOptions tokens, Function<TokenDesk, T> work) {
        return storage.beside(opened -> work.apply(new TokenDesk(
                opened.database(), opened.masterKey(), tokens.settings(List.of()), InstantSource.system())));
    }

    /** Lists tokens. */
    @Command(
            name = "list",
            description = "List issued tokens: id, name, role, projects, expiry, state.",
            mixinStandardHelpOptions = true)
    static final class ListTokens implements Callable<Integer> {
        @Mixin
        StorageOptions storage = new StorageOptions();

        @Spec
        CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            at(storage, new TokenOptions(), TokenDesk::lines)
                    .forEach(spec.commandLine().getOut()::println);
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

        @Parameters(paramLabel = "JTI", description = "The token's id, see 'token list'")
        String jti = "";

        @Option(
                names = "--issued-elsewhere",
                description = "The token was made by another program, so the id is not in the list")
        boolean issuedElsewhere;

        @Spec
        CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            boolean changed = at(storage, new TokenOptions(), desk -> desk.revoke(jti, issuedElsewhere));
            spec.commandLine().getOut().println((changed ? "revoked " : "was revoked already: ") + jti);
            return 0;
        }
    }
}
