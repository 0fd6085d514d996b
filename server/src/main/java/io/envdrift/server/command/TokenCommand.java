package io.envdrift.server.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.server.api.envsync.TokenDesk;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Issues, lists and revokes tokens of EnvSync, also while the server runs. */
@Command(
        name = "token",
        description =
                "Issue a token of EnvSync and print it, once; or list and revoke tokens. The server may be running.",
        mixinStandardHelpOptions = true,
        subcommands = {TokenCommand.ListTokens.class, TokenCommand.Revoke.class})
final class TokenCommand extends DeskCommand {
    private static final int DEFAULT_DAYS = 90;

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

    @Override
    public Integer call() {
        String name = Optional.ofNullable(email)
                .orElseThrow(() ->
                        new EnvdriftException(ErrorCode.USAGE, "--email is missing", "name who the token is for"));
        TokenDesk.Handed handed = ask(this, tokens, desk -> desk.issue(name, role, projects, days));
        String remark = "token " + handed.jti() + " of " + role + ", good until " + handed.expiresAt()
                + "; it is not shown again";
        String restart = "The key of EnvSync's tokens was made just now: a server that is running must be restarted.";
        return handed.madeKey() ? handOut(handed.token(), remark, restart) : handOut(handed.token(), remark);
    }

    private static <T> T ask(DeskCommand command, TokenOptions tokens, Function<TokenDesk, T> work) {
        return command.at(opened -> work.apply(new TokenDesk(
                opened.database(), opened.masterKey(), tokens.settings(List.of()), InstantSource.system())));
    }

    /** Lists tokens. */
    @Command(
            name = "list",
            description = "List issued tokens: id, name, role, projects, expiry, state.",
            mixinStandardHelpOptions = true)
    static final class ListTokens extends DeskCommand {
        @Override
        public Integer call() {
            return print(ask(this, new TokenOptions(), TokenDesk::lines));
        }
    }

    /** Revokes a token. */
    @Command(
            name = "revoke",
            description = "Revoke a token; it is refused from then on.",
            mixinStandardHelpOptions = true)
    static final class Revoke extends DeskCommand {
        @Parameters(paramLabel = "JTI", description = "The token's id, see 'token list'")
        String jti = "";

        @Option(
                names = "--issued-elsewhere",
                description = "The token was made by another program, so the id is not in the list")
        boolean issuedElsewhere;

        @Override
        public Integer call() {
            boolean changed = ask(this, new TokenOptions(), desk -> desk.revoke(jti, issuedElsewhere));
            return print(List.of((changed ? "revoked " : "was revoked already: ") + jti));
        }
    }
}
