package io.envdrift.cli.render;

import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonStyle;
import io.envdrift.json.JsonWriter;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prints a report for programs: {@code {"version", "command", "exitCode", "ok", "sections": [{"rows", "summary"}],
 * "messages"}}. No value of a secret is in it, but the one that {@code register-device --new-secret} is asked for.
 */
public final class JsonRenderer {
    private final PrintStream out;

    /** Creates a renderer. */
    public JsonRenderer(PrintStream out) {
        this.out = out;
    }

    /** Prints the report on one line per document. */
    public void render(Report report, ExitCode exit) {
        print(document(report, exit));
    }

    /** Prints an error that ended the command before there was a report. */
    public void renderError(String command, int status, String code, String text, @Nullable String hint) {
        print(errorDocument(command, status, code, text, hint));
    }

    /** Returns what {@link #render} prints. */
    public static JsonMembers document(Report report, ExitCode exit) {
        return start(report.command(), exit.status())
                .put(
                        "sections",
                        report.sections().stream().map(JsonRenderer::section).toList())
                .put(
                        "messages",
                        report.closing().stream().map(JsonRenderer::message).toList());
    }

    /** Returns what {@link #renderError} prints. */
    public static JsonMembers errorDocument(
            String command, int status, String code, String text, @Nullable String hint) {
        JsonMembers error = new JsonMembers()
                .put("code", code)
                .put("message", text)
                .putIfPresent("hint", Optional.ofNullable(hint));
        return start(command, status).put("error", error);
    }

    private void print(JsonMembers document) {
        JsonWriter.print(out, document, JsonStyle.TERMINAL);
    }

    private static JsonMembers start(String command, int status) {
        return new JsonMembers()
                .put("version", Report.JSON_VERSION)
                .put("command", command)
                .put("exitCode", status)
                .put("ok", status == ExitCode.OK.status());
    }

    private static JsonMembers section(Report.Section section) {
        return new JsonMembers()
                .put(
                        "rows",
                        section.rows().stream()
                                .filter(JsonRenderer::tells)
                                .map(JsonRenderer::row)
                                .toList())
                .put("summary", Summaries.named(section.summary()));
    }

    /** Tells whether a line is for programs, too: a remark for people that calls for nothing is left out. */
    private static boolean tells(Row row) {
        return !row.fields().isEmpty() || row.level() != Level.PLAIN;
    }

    private static Map<String, Object> row(Row row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("level", row.level().name().toLowerCase(Locale.ROOT));
        fields.putAll(row.fields());
        return fields;
    }

    private static JsonMembers message(Report.Closing closing) {
        return new JsonMembers()
                .put("level", closing.level().name().toLowerCase(Locale.ROOT))
                .put("text", closing.text());
    }
}
