package io.envdrift.cli.envsync;

import io.envdrift.cli.base.CommandGroup;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.envsync.ProjectCalls;
import io.envdrift.envsync.protocol.TokenEntry;
import java.util.List;
import java.util.Map;

/** {@code envsync token}: the project's tokens. */
final class TokenCommand extends CommandGroup {
    TokenCommand(Host host) {
        super(host, Outline.of("token", "The project's tokens: issue, list, revoke. It takes an owner's token."));
        add("issue", () -> new Issue(host));
        add("list", () -> new Listing(host));
        add("revoke", () -> new Revoke(host));
    }

    /** {@code envsync token issue}. */
    static final class Issue extends EnvSyncAction {
        private final IssueOptions options = new IssueOptions();

        Issue(Host host) {
            super(host, Outline.of("issue", "Print a new token for this project, once."));
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
                    "The token, which is not shown again; there it is ENVSYNC_TOKEN:",
                    session.ask(calls -> calls.issueToken(options.email(), options.role(), options.days())));
        }
    }

    /** {@code envsync token list}. */
    static final class Listing extends EnvSyncAction {
        Listing(Host host) {
            super(host, Outline.of("list", "List the tokens that the server issued for this project."));
        }

        @Override
        protected Reporter.Result run(EnvSyncSession session) {
            return listed(session.ask(ProjectCalls::tokens), Listing::row, "No token was issued yet");
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
            super(host, Outline.of("revoke", "Let the server refuse a token from now on."));
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
            boolean changed = session.ask(
                    calls -> issuedElsewhere ? calls.revokeTokenIssuedElsewhere(jti) : calls.revokeToken(jti));
            Map<String, Object> fields = Fields.of("jti", jti, "status", "revoked", "alreadyRevoked", !changed);
            return done(List.of(
                    changed
                            ? Row.line(Level.GOOD, "✓ Revoked " + jti, fields)
                            : Row.line(Level.PLAIN, jti + " was revoked already", fields)));
        }
    }
}
