package io.envdrift.cli.envsync;

import io.envdrift.cli.base.CommandGroup;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.envsync.EnvSync;
import io.envdrift.envsync.ProjectCalls;
import io.envdrift.envsync.protocol.TokenEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code envsync token}: the project's tokens. */
final class TokenCommand extends CommandGroup {
    TokenCommand(Host host) {
        super(host);
    }

    @Override
    public Outline outline() {
        return Outline.of("token", "The project's tokens: issue, list, revoke. It takes an owner's token.");
    }

    @Override
    public List<DescribedCommand> subcommands() {
        return List.of(new Issue(host), new Listing(host), new Revoke(host));
    }

    /** {@code envsync token issue}. */
    static final class Issue extends EnvSyncAction {
        private final IssueOptions options = new IssueOptions();

        Issue(Host host) {
            super(host);
        }

        @Override
        public Outline outline() {
            return Outline.of("issue", "Print a new token for this project, once.");
        }

        @Override
        public void declare(CommandOptions declared) {
            options.declare(declared, "90");
            super.declare(declared);
        }

        @Override
        protected Reporter.Result run(EnvSyncSession session) {
            try (EnvSync sync = session.open(Optional.empty())) {
                ProjectCalls calls = new ProjectCalls(sync.server(), sync.project());
                return Shown.once(
                        session,
                        "envsync token issue",
                        "The token, which is not shown again; there it is ENVSYNC_TOKEN:",
                        calls.issueToken(options.email(), options.role(), options.days()));
            }
        }
    }

    /** {@code envsync token list}. */
    static final class Listing extends EnvSyncAction {
        Listing(Host host) {
            super(host);
        }

        @Override
        public Outline outline() {
            return Outline.of("list", "List the tokens that the server issued for this project.");
        }

        @Override
        protected Reporter.Result run(EnvSyncSession session) {
            try (EnvSync sync = session.open(Optional.empty())) {
                List<TokenEntry> tokens = new ProjectCalls(sync.server(), sync.project()).tokens();
                return done(
                        tokens.isEmpty()
                                ? List.of(Row.line(Level.PLAIN, "No token was issued yet", Map.of()))
                                : tokens.stream().map(Listing::row).toList());
            }
        }

        private static Row row(TokenEntry token) {
            String state = token.revoked() ? "revoked" : "until " + token.expiresAt();
            return Row.line(
                    Level.PLAIN,
                    token.jti() + "  " + token.email() + "  " + token.role() + "  " + state,
                    Fields.of(
                            "jti", token.jti(),
                            "email", token.email(),
                            "role", token.role(),
                            "expiresAt", token.expiresAt(),
                            "revoked", token.revoked()));
        }
    }

    /** {@code envsync token revoke}. */
    static final class Revoke extends EnvSyncAction {
        private String jti = "";
        private boolean issuedElsewhere;

        Revoke(Host host) {
            super(host);
        }

        @Override
        public Outline outline() {
            return Outline.of("revoke", "Let the server refuse a token from now on.");
        }

        @Override
        public void declare(CommandOptions options) {
            options.argument("JTI", "The token's id; see 'token list'.", String.class, text -> jti = text);
            options.flag(
                    "--issued-elsewhere",
                    "Another program made the token, so the id is not in the list; for owners of all projects.",
                    on -> issuedElsewhere = on);
            super.declare(options);
        }

        @Override
        protected Reporter.Result run(EnvSyncSession session) {
            try (EnvSync sync = session.open(Optional.empty())) {
                ProjectCalls calls = new ProjectCalls(sync.server(), sync.project());
                boolean changed = issuedElsewhere ? calls.revokeTokenIssuedElsewhere(jti) : calls.revokeToken(jti);
                Map<String, Object> fields = Fields.of("jti", jti, "status", "revoked", "alreadyRevoked", !changed);
                return done(List.of(
                        changed
                                ? Row.line(Level.GOOD, "✓ Revoked " + jti, fields)
                                : Row.line(Level.PLAIN, jti + " was revoked already", fields)));
            }
        }
    }
}
