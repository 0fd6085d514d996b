package io.envdrift.server.api.reports;

import io.envdrift.base.OneLine;
import io.envdrift.json.JsonException;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import io.envdrift.server.pipeline.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A report as it came in: {@code {"version": 1, "repository", "branch", "commit", "report": {…}}}, where the report is what
 * {@code sync}, {@code status} or {@code lock --check} print with {@code --format json}. What is not known is dropped.
 */
record PostedReport(Report.Line line, String commit, ReportContent content) {
    /** Largest body that is taken: 256 KiB. */
    static final int MAX_BYTES = 256 << 10;

    private static final int BAD_REQUEST = 400;
    private static final int UNPROCESSABLE = 422;
    private static final int MAX_NAME = 300;
    private static final int MAX_ROWS = 1000;
    private static final long ENVELOPE = 1;
    private static final long REPORT = 2;
    private static final Set<String> COMMANDS = Set.of("sync", "status", "lock");
    private static final Pattern COMMIT = Pattern.compile("[0-9A-Fa-f]{7,64}");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-Za-z:+/=_.-]{1,80}");
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS.withMaxBytes(MAX_BYTES));
    /** Until the report before it is known. */
    private static final History UNKNOWN = new History(new History.Moment("", ""), Optional.empty());

    /**
     * Reads a body.
     *
     * @throws Refusal 400 when it is no JSON object, 413 when it is too large, 422 when it is no report
     */
    static PostedReport of(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw Refusal.tooLarge(MAX_BYTES);
        }
        JsonObject object = object(body);
        try {
            requireVersion(object, ENVELOPE, "version");
            JsonObject report = object.object("report").orElseThrow(() -> new JsonException("report required"));
            requireVersion(report, REPORT, "report.version");
            String command = report.requireText("command");
            if (!COMMANDS.contains(command)) {
                throw new JsonException("command must be one of sync, status, lock");
            }
            String repository = name(object.requireText("repository"));
            if (repository.isBlank()) {
                throw new JsonException("repository is empty");
            }
            Report.Line line = new Report.Line(
                    repository, object.text("branch").map(PostedReport::name).orElse(""), command);
            String commit = object.text("commit")
                    .filter(text -> COMMIT.matcher(text).matches())
                    .orElse("");
            return new PostedReport(line, commit, content(report));
        } catch (JsonException e) {
            throw new Refusal(UNPROCESSABLE, e.getMessage());
        }
    }

    private static JsonObject object(byte[] body) {
        try {
            return READER.object(body);
        } catch (JsonException e) {
            throw new Refusal(BAD_REQUEST, "The body is no JSON object");
        }
    }

    private static void requireVersion(JsonObject object, long version, String name) {
        if (object.requireWhole("version") != version) {
            throw new JsonException(name + " must be " + version);
        }
    }

    private static ReportContent content(JsonObject report) {
        List<ReportRow> rows = new ArrayList<>();
        for (JsonObject section : report.objects("sections").orElse(List.of())) {
            for (JsonObject row : section.objects("rows").orElse(List.of())) {
                if (rows.size() == MAX_ROWS) {
                    throw new JsonException("a report has at most " + MAX_ROWS + " rows");
                }
                rows.add(row(row));
            }
        }
        Optional<String> error =
                report.object("error").flatMap(each -> each.text("message")).map(PostedReport::name);
        return new ReportContent(report.flag("ok"), UNKNOWN, error, rows);
    }

    private static ReportRow row(JsonObject row) {
        Map<String, String> fields = new LinkedHashMap<>();
        ReportRow.names().forEach(name -> put(fields, name, row.text(name)));
        for (String name : List.of("level", "status", "reason", "decryption", "decryptionReason")) {
            put(fields, name, row.text(name));
        }
        put(fields, "findings", row.texts("findings").map(all -> String.join(", ", all)));
        putFingerprint(fields, "vaultFingerprint", row.text("vaultFingerprint").or(() -> newest(row, "vault")));
        putFingerprint(fields, "localFingerprint", row.text("localFingerprint").or(() -> newest(row, "keysFile")));
        putFingerprint(fields, "fileFingerprint", newest(row, "envFile"));
        boolean fits = !row.text("level").orElse("").equals("error");
        return new ReportRow(fits, fields, UNKNOWN);
    }

    /** What {@code status} says of a place: its keys, the newest first. */
    private static Optional<String> newest(JsonObject row, String place) {
        return row.members().get(place) instanceof JsonObject keys
                ? keys.texts("fingerprints").flatMap(all -> all.stream().findFirst())
                : Optional.empty();
    }

    private static void putFingerprint(Map<String, String> fields, String name, Optional<String> text) {
        put(fields, name, text.filter(each -> FINGERPRINT.matcher(each).matches()));
    }

    private static void put(Map<String, String> fields, String name, Optional<String> text) {
        text.map(PostedReport::name).filter(each -> !each.isEmpty()).ifPresent(each -> fields.put(name, each));
    }

    /** Makes a text fit to be kept and shown on one line, whatever it is. */
    private static String name(String text) {
        return OneLine.of(shortened(text)).strip();
    }

    private static String shortened(String text) {
        if (text.length() <= MAX_NAME) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_NAME - 1)) ? MAX_NAME - 1 : MAX_NAME;
        return text.substring(0, end);
    }
}
