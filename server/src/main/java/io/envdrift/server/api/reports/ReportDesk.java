package io.envdrift.server.api.reports;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.server.store.Database;
import io.envdrift.server.store.Timestamps;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;

/** The operator's commands for tokens of reports, beside a running server or without it. */
public record ReportDesk(Database database, InstantSource clock) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/@ -]{0,99}");

    /**
     * Makes a token.
     *
     * @param reads whether it reads reports instead of posting them
     * @return its text, which is stored nowhere
     * @throws EnvdriftException {@code USAGE} when the name is none, or another token's
     */
    public Secret issue(String name, boolean reads) {
        if (!NAME.matcher(name).matches()) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "That is no name for a token",
                    "use up to 100 letters, digits, blanks and . _ / @ -, the first a letter or digit");
        }
        ReportToken.Kind kind = reads ? ReportToken.Kind.READ : ReportToken.Kind.POST;
        Secret text = ReportToken.make(kind);
        ReportToken token =
                new ReportToken(ReportToken.digest(text.reveal()), name, kind, Timestamps.text(clock.instant()));
        if (!database.<Boolean>write(connection -> ReportTokens.add(connection, token))) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "There is a token named " + name + " already",
                    "choose another name, or revoke that one first: envdrift-server report-token revoke NAME");
        }
        return text;
    }

    /** Returns a line for each token: name, kind, when it was made. */
    public List<String> lines() {
        return database.read(ReportTokens::all).stream()
                .map(token -> String.join("\t", token.name(), token.kind().word(), token.createdAt()))
                .toList();
    }

    /**
     * Removes a token; it is refused from then on.
     *
     * @throws EnvdriftException {@code USAGE} when there is none of the name
     */
    public void revoke(String name) {
        if (!database.<Boolean>write(connection -> ReportTokens.remove(connection, name))) {
            throw new EnvdriftException(
                    ErrorCode.USAGE, "There is no token of that name", "see: envdrift-server report-token list");
        }
    }
}
