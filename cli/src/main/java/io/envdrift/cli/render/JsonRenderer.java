package io.envdrift.cli.render;

import io.envdrift.cli.ExitCode;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

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
        try (JsonGenerator json = SafeJson.to(out)) {
            json.writeStartObject();
            start(json, report.command(), exit);
            json.writeName("sections");
            json.writeStartArray();
            for (Report.Section section : report.sections()) {
                json.writeStartObject();
                json.writeName("rows");
                json.writeStartArray();
                section.rows().forEach(row -> row(json, row));
                json.writeEndArray();
                json.writeName("summary");
                JsonTree.write(json, section.summary());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeName("messages");
            json.writeStartArray();
            report.closing().forEach(closing -> message(json, closing));
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
        out.flush();
    }

    /** Prints an error that ended the command before there was a report. */
    public void renderError(String command, ExitCode exit, String code, String text, @Nullable String hint) {
        try (JsonGenerator json = SafeJson.to(out)) {
            json.writeStartObject();
            start(json, command, exit);
            json.writeName("error");
            json.writeStartObject();
            json.writeStringProperty("code", code);
            json.writeStringProperty("message", text);
            if (hint != null) {
                json.writeStringProperty("hint", hint);
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeRaw('\n');
        }
        out.flush();
    }

    private static void start(JsonGenerator json, String command, ExitCode exit) {
        json.writeNumberProperty("version", Report.JSON_VERSION);
        json.writeStringProperty("command", command);
        json.writeNumberProperty("exitCode", exit.status());
        json.writeBooleanProperty("ok", exit == ExitCode.OK);
    }

    private static void row(JsonGenerator json, Row row) {
        json.writeStartObject();
        json.writeStringProperty("level", row.level().name().toLowerCase(Locale.ROOT));
        row.fields().forEach((name, value) -> {
            json.writeName(name);
            JsonTree.write(json, value);
        });
        json.writeEndObject();
    }

    private static void message(JsonGenerator json, Report.Closing closing) {
        json.writeStartObject();
        json.writeStringProperty("level", closing.level().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("text", closing.text());
        json.writeEndObject();
    }
}
