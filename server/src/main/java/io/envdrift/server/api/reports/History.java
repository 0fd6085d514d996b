package io.envdrift.server.api.reports;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import java.util.Optional;

/**
 * Since when the state of something is the same.
 *
 * @param since the first report in a row that said so
 * @param lastGood the last report that said it was good, if it is not now and ever was
 */
record History(Moment since, Optional<Moment> lastGood) {
    /**
     * A report's time and commit.
     *
     * @param at ISO-8601 in UTC
     * @param commit empty when it is not known
     */
    record Moment(String at, String commit) {}

    /** What the report before said, and when. */
    record Known(boolean good, History history, Moment at) {}

    /** Returns the history of what is good, or not, by a report of a moment. */
    static History after(Optional<Known> before, boolean good, Moment now) {
        if (before.isPresent() && before.get().good() == good) {
            return before.get().history();
        }
        return new History(now, good ? Optional.empty() : before.map(Known::at));
    }

    JsonMembers addTo(JsonMembers members) {
        return members.put("since", since.at())
                .put("sinceCommit", since.commit())
                .putIfPresent("lastGood", lastGood.map(Moment::at))
                .putIfPresent("lastGoodCommit", lastGood.map(Moment::commit));
    }

    static History of(JsonObject object) {
        return new History(
                new Moment(object.requireText("since"), object.requireText("sinceCommit")),
                object.text("lastGood")
                        .map(at -> new Moment(at, object.text("lastGoodCommit").orElse(""))));
    }
}
