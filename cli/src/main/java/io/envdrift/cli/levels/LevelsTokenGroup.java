package io.envdrift.cli.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandGroup;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.Reporter;
import io.envdrift.cli.render.Fields;
import io.envdrift.cli.render.Level;
import io.envdrift.cli.render.Row;
import io.envdrift.json.JsonMembers;
import io.envdrift.levels.TokenWish;
import io.envdrift.levels.protocol.IssuedToken;
import io.envdrift.levels.protocol.TokenEntry;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code levels token}: the organization's tokens. */
final class LevelsTokenGroup extends CommandGroup {
    LevelsTokenGroup(Host host) {
        super(host, Outline.of("token", "Tokens of the organization: create, list, rotate, delete."));
        add("create", () -> new Create(host));
        add("list", () -> new Listing(host));
        add("rotate", () -> new Rotate(host));
        add("delete", () -> new Delete(host));
    }

    /** A command that may print a token. */
    private abstract static class IssuingAction extends LevelsAction {
        IssuingAction(Host host, Outline outline) {
            super(host, outline);
        }

        final Reporter.Result once(LevelsSession session, IssuedToken issued) {
            return printedOnce(
                    session,
                    issued.token(),
                    "The token, which is not shown again; it is what DOTENV_API_KEY holds:",
                    new JsonMembers()
                            .put("token", issued.token().reveal())
                            .put("id", issued.entry().id())
                            .put("name", issued.entry().name())
                            .put("abilities", issued.entry().abilities())
                            .put("limits", issued.entry().limits())
                            .put("expiresAt", issued.entry().expiresAt().orElse("")));
        }
    }

    private static final class Create extends IssuingAction {
        private static final int MOST_DAYS = 3650;

        private String name = "";
        private boolean readOnly;
        private List<String> abilities = List.of();
        private List<String> limits = List.of();
        private int days;

        Create(Host host) {
            super(
                    host,
                    Outline.of(
                            "create",
                            "Print a new token, once.",
                            "--read-only is what a pull needs: secret:read, key:retrieve and the names of what there"
                                    + " is."));
        }

        @Override
        public void declare(CommandOptions options) {
            options.value("--name", "TEXT", "What it is for.", text -> name = text)
                    .required(true);
            options.flag("--read-only", "It may pull and nothing else.", on -> readOnly = on);
            options.values(
                    "--ability",
                    "SCOPE",
                    "What it may do, as in secret:write; may be repeated.",
                    String.class,
                    given -> abilities = given);
            options.values(
                    "--limit",
                    "PATH",
                    "It sees this path and nothing else, as in acme/backend/production or 'acme/backend/*'; may be"
                            + " repeated.",
                    String.class,
                    given -> limits = given);
            options.count("--days", "N", "It expires after so many days (default: never).", given -> days = given);
            super.declare(options);
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            if (readOnly != abilities.isEmpty()) {
                throw new EnvdriftException(
                        ErrorCode.USAGE, "a token may do something", "give --read-only, or --ability for each scope");
            }
            if (days > MOST_DAYS) {
                throw new EnvdriftException(ErrorCode.USAGE, "--days is out of bounds", "from 1 to " + MOST_DAYS);
            }
            Optional<String> expiry = days == 0
                    ? Optional.empty()
                    : Optional.of(session.host()
                            .clock()
                            .instant()
                            .plus(Duration.ofDays(days))
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString());
            TokenWish wish = new TokenWish(name, readOnly ? TokenWish.READ_ONLY : abilities, limits, expiry);
            return once(session, session.levels().organization().createToken(wish));
        }
    }

    private static final class Listing extends LevelsAction {
        Listing(Host host) {
            super(host, Outline.of("list", "List the tokens, without the tokens themselves."));
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            return listed(session.levels().organization().tokens(), Listing::row, "There is no token");
        }

        private static Row row(TokenEntry token) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", token.id());
            fields.put("name", token.name());
            fields.put("abilities", token.abilities());
            fields.put("limits", token.limits());
            fields.put("expiresAt", token.expiresAt().orElse(""));
            fields.put("lastUsedAt", token.lastUsedAt().orElse(""));
            return Row.line(
                    Level.PLAIN,
                    token.id() + "  " + token.name() + "  " + String.join(",", token.abilities())
                            + (token.limits().isEmpty() ? "" : "  only " + String.join(",", token.limits()))
                            + token.expiresAt().map(at -> "  until " + at).orElse(""),
                    fields);
        }
    }

    /** A command about one token. */
    private abstract static class TokenAction extends IssuingAction {
        private String id = "";

        TokenAction(Host host, Outline outline) {
            super(host, outline);
        }

        @Override
        public void declare(CommandOptions options) {
            options.argument("ID", "The token's id; see 'token list'.", String.class, text -> id = text);
            super.declare(options);
        }

        final String id() {
            return id;
        }
    }

    private static final class Rotate extends TokenAction {
        Rotate(Host host) {
            super(
                    host,
                    Outline.of(
                            "rotate",
                            "Give a token a new value, printed once; the former one is refused from then on."));
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            return once(session, session.levels().organization().rotateToken(id()));
        }
    }

    private static final class Delete extends TokenAction {
        Delete(Host host) {
            super(host, Outline.of("delete", "Let the server refuse a token from now on."));
        }

        @Override
        protected Reporter.Result run(LevelsSession session) {
            session.levels().organization().deleteToken(id());
            return done(List.of(Row.line(Level.GOOD, "✓ Deleted " + id(), Fields.of("id", id(), "status", "deleted"))));
        }
    }
}
