package io.envdrift.server.api.reports;

import io.envdrift.server.pipeline.Api;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Session;
import java.util.List;
import java.util.Optional;

/**
 * Who may post and who may read reports.
 *
 * @param apis whose owners may read
 */
record ReportReaders(List<Api> apis) {
    private static final int MAX_TOKEN = 200;

    /** Returns the token that a call carries, if it is good for that. */
    Optional<ReportToken> token(Call call, Session session, ReportToken.Kind kind) {
        return call.bearer()
                .filter(text -> !text.isEmpty() && text.length() <= MAX_TOKEN)
                .flatMap(text -> session.read(connection -> ReportTokens.find(connection, ReportToken.digest(text))))
                .filter(token -> token.kind() == kind);
    }

    /** Tells whether a call comes from the operator, or from an owner of something on this server. */
    boolean mayRead(Call call, Session session) {
        return token(call, session, ReportToken.Kind.READ).isPresent()
                || apis.stream().anyMatch(api -> api.isOwner(call, session));
    }
}
