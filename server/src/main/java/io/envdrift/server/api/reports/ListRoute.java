package io.envdrift.server.api.reports;

import io.envdrift.base.WholeNumber;
import io.envdrift.json.JsonMembers;
import io.envdrift.server.pipeline.Answer;
import io.envdrift.server.pipeline.Call;
import io.envdrift.server.pipeline.Operation;
import io.envdrift.server.pipeline.Refusal;
import io.envdrift.server.pipeline.Reply;
import io.envdrift.server.pipeline.Route;
import io.envdrift.server.pipeline.Session;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Lists reports, the newest first, a page at a time: the caller (401), then the query (422). Without {@code latest=false} only
 * the latest of each repository, branch and command.
 */
record ListRoute(ReportReaders readers) implements Route {
    private static final int UNPROCESSABLE = 422;
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    @Override
    public Operation operation() {
        return Operation.reading("list-reports", "GET", ReportsApi.PATH);
    }

    @Override
    public Reply answer(Call call, Session session) {
        if (!readers.mayRead(call, session)) {
            throw new Refusal(401, "A token for reading reports is required, or an owner's");
        }
        int limit = (int) number(call, "limit", 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
        Reports.Wanted wanted = new Reports.Wanted(
                text(call, "repository"),
                text(call, "branch"),
                text(call, "command"),
                !text(call, "latest").equals(Optional.of("false")),
                number(call, "before", 0, Long.MAX_VALUE),
                limit);
        return session.query(connection -> {
            List<Report> found = Reports.find(connection, wanted);
            JsonMembers answer = new JsonMembers()
                    .put("reports", found.stream().map(Report::toJson).toList());
            if (found.size() == limit) {
                answer.put("before", found.getLast().id());
            }
            return Answer.unlogged(Reply.json(200, answer.toJson()));
        });
    }

    private static Optional<String> text(Call call, String name) {
        Optional<String> text = call.query(name).stream().findFirst();
        if (text.isPresent() && text.get().indexOf('\0') >= 0) {
            throw new Refusal(UNPROCESSABLE, name + " must not contain a NUL character");
        }
        return text;
    }

    private static OptionalLong number(Call call, String name, long least, long most) {
        Optional<String> text = text(call, name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong number = WholeNumber.within(text.get(), least, most);
        if (number.isEmpty()) {
            throw new Refusal(UNPROCESSABLE, name + " must be a whole number of at least " + least);
        }
        return number;
    }
}
