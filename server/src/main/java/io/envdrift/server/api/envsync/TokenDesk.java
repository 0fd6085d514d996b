package io.envdrift.server.api.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.OneLine;
import io.envdrift.base.Secret;
import io.envdrift.server.pipeline.AuditEntry;
import io.envdrift.server.pipeline.AuditLog;
import io.envdrift.server.pipeline.Principal;
import io.envdrift.server.seal.Sealer;
import io.envdrift.server.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The operator's commands for tokens, at the server's machine: issue, list, revoke. */
public record TokenDesk(Database database, Sealer sealer, TokenSettings settings, InstantSource clock) {
    private static final String OPERATOR = "operator";

    /**
     * A newly issued token.
     *
     * @param token shown once
     * @param madeKey whether the server's key was made for it, which a running server does not know yet
     */
    public record Handed(Secret token, String jti, String expiresAt, boolean madeKey) {}

    /**
     * Issues a token; makes the server's key if none is configured and none is there.
     *
     * @param role {@code owner}, {@code developer} or {@code readonly}
     * @throws EnvdriftException {@code USAGE} when name, role, projects or days cannot be, {@code SERVER} when the key is weak
     *     or makes no tokens
     */
    public Handed issue(String email, String role, List<String> projects, long days) {
        Role known = Role.of(role).orElseThrow(() -> usage("The role is none of owner, developer and readonly"));
        require(Names.wrongOrEmpty(email), "e-mail");
        for (String project : projects) {
            require(Names.wrongInPath(project), "project");
        }
        if (days < 1 || days > TokenIssue.MAX_DAYS) {
            throw usage("A token is good for 1 to " + TokenIssue.MAX_DAYS + " days");
        }
        if (projects.isEmpty() && known != Role.OWNER) {
            throw usage("Without --project only an owner can do anything");
        }
        return database.write(connection -> {
            boolean missing = settings.key().isEmpty()
                    && SealedKey.find(connection, sealer).isEmpty();
            Secret text = settings.key().isPresent() ? settings.key().get() : SealedKey.findOrMake(connection, sealer);
            // The document's example key is accepted on loopback only: a server that others can reach does not start
            // with it.
            OwnKey key = OwnKey.of(text, settings.algorithm(), true);
            Instant now = clock.instant();
            TokenIssue.Issued issued = TokenIssue.issue(connection, key, email, known, projects, days, OPERATOR, now);
            log(connection, "token_issue", projects, issued.token().jti(), now);
            return new Handed(
                    Secret.of(issued.text()),
                    issued.token().jti(),
                    issued.token().expiresAt(),
                    missing);
        });
    }

    /** Returns the tokens, the latest first: id, name, role, projects, expiry, state; separated by tabs. */
    public List<String> lines() {
        return database.read(connection -> Tokens.all(connection).stream()
                .map(token -> String.join(
                        "\t",
                        OneLine.of(token.jti()),
                        OneLine.of(token.email().isEmpty() ? "-" : token.email()),
                        token.role().isEmpty() ? "-" : token.role(),
                        OneLine.of(token.projects().isEmpty() ? "-" : String.join(",", token.projects())),
                        token.expiresAt().isEmpty() ? "-" : token.expiresAt(),
                        state(token)))
                .toList());
    }

    private String state(Tokens.Token token) {
        if (token.revoked()) {
            return "revoked";
        }
        boolean expired = !token.expiresAt().isEmpty()
                && !Instant.parse(token.expiresAt()).isAfter(clock.instant());
        return expired ? "expired" : "valid";
    }

    /**
     * Revokes a token.
     *
     * @param issuedElsewhere whether it may be one that was not issued here, of which only the id is known
     * @return false when it was revoked already
     * @throws EnvdriftException {@code USAGE} when the id cannot be one, {@code SERVER} when no token of this id was issued here
     *     and it may be no other one
     */
    public boolean revoke(String jti, boolean issuedElsewhere) {
        require(Names.wrongOrEmpty(jti), "token's id");
        return database.write(connection -> {
            Optional<Tokens.Token> token = Tokens.find(connection, jti);
            if (token.isEmpty() && !issuedElsewhere) {
                throw new EnvdriftException(
                        ErrorCode.SERVER,
                        "No token of this id was issued here: nothing was revoked",
                        "'token list' shows the ids; --issued-elsewhere revokes one that another program made");
            }
            boolean changed = Tokens.revoke(connection, jti, OPERATOR, clock.instant());
            log(connection, "token_revoke", token.map(Tokens.Token::projects).orElse(List.of()), jti, clock.instant());
            return changed;
        });
    }

    private static void log(Connection connection, String action, List<String> projects, String jti, Instant now)
            throws SQLException {
        Principal operator = new Principal(Optional.of(OPERATOR), OPERATOR, Optional.of(jti));
        for (String project : projects.isEmpty() ? List.of("") : projects) {
            AuditLog.addByOperator(
                    connection,
                    EnvSyncApi.NAME,
                    action,
                    AuditEntry.of(project, Optional.empty(), Optional.of(operator)),
                    now);
        }
    }

    private static void require(Optional<String> wrong, String what) {
        if (wrong.isPresent()) {
            throw usage("The " + what + " " + wrong.get());
        }
    }

    private static EnvdriftException usage(String message) {
        return new EnvdriftException(ErrorCode.USAGE, message, "see: envdrift-server token --help");
    }
}
