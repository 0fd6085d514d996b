package io.envdrift.server.api.reports;

import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a report found.
 *
 * @param ok whether the command succeeded
 * @param history since when that is so
 * @param error what ended the command before it had rows
 */
record ReportContent(boolean ok, History history, Optional<String> error, List<ReportRow> rows) {
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS);

    /**
     * Returns the content with what the report before it knew of the time before.
     *
     * @param before the latest report of the same line
     */
    ReportContent after(Optional<Report> before, History.Moment now) {
        Map<String, ReportRow> earlier = new HashMap<>();
        before.ifPresent(report -> report.content().rows().forEach(row -> earlier.put(row.key(), row)));
        Optional<History.Known> known = before.map(report ->
                new History.Known(report.content().ok(), report.content().history(), report.moment()));
        return new ReportContent(
                ok,
                History.after(known, ok, now),
                error,
                rows.stream()
                        .map(row -> row.after(
                                before.flatMap(report -> Optional.ofNullable(earlier.get(row.key()))
                                        .map(old -> new History.Known(old.fits(), old.history(), report.moment()))),
                                now))
                        .toList());
    }

    JsonMembers addTo(JsonMembers members) {
        return history.addTo(members.put("ok", ok))
                .putIfPresent("error", error)
                .put("rows", rows.stream().map(ReportRow::toJson).toList());
    }

    String toJson() {
        return addTo(new JsonMembers()).toJson();
    }

    /** Reads what this server wrote. */
    static ReportContent of(String json) {
        JsonObject object = READER.object(json);
        return new ReportContent(
                object.flag("ok"), History.of(object), object.text("error"), object.requireList("rows", ReportRow::of));
    }
}
