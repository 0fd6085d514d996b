package io.envdrift.cli.render;

import io.envdrift.base.EnvdriftException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prints a report as GitHub workflow commands: an annotation per row that needs attention, plain lines for the rest. */
public final class GithubRenderer {
    private final PrintStream out;

    /** Creates a renderer. */
    public GithubRenderer(PrintStream out) {
        this.out = out;
    }

    /** Prints the report. */
    public void render(Report report) {
        for (Report.Section section : report.sections()) {
            for (Row row : section.rows()) {
                List<String> text = new ArrayList<>(List.of(Escaping.text(row.text())));
                row.details().forEach(detail -> text.add(Escaping.text(detail)));
                if (!row.remarks().isEmpty() && row.level() != Level.GOOD && row.level() != Level.PLAIN) {
                    remarks(row, text.getFirst());
                    continue;
                }
                switch (row.level()) {
                    case ERROR -> annotation("error", row.place(), text);
                    case WARNING -> annotation("warning", row.place(), text);
                    case GOOD, PLAIN ->
                        out.println("  " + (row.icon().isEmpty() ? "" : row.icon() + " ") + text.getFirst());
                }
            }
        }
        for (Report.Closing closing : report.closing()) {
            String text = Escaping.text(closing.text());
            if (closing.level() == Level.ERROR) {
                out.println("::error::" + Escaping.githubMessage(text));
            } else {
                out.println(text);
            }
        }
        out.flush();
    }

    /** Prints an error that ended the command before there was a report. */
    public void renderError(EnvdriftException e, Optional<String> advice) {
        String hint = advice.map(text -> " (" + text + ")").orElse("");
        out.println("::error title=envdrift " + e.code().id() + "::"
                + Escaping.githubMessage(Escaping.text(e.getMessage() + hint)));
        out.flush();
    }

    private void remarks(Row row, String text) {
        out.println("  " + (row.icon().isEmpty() ? "" : row.icon() + " ") + text);
        String kind = row.level() == Level.ERROR ? "error" : "warning";
        row.remarks()
                .forEach(
                        remark -> annotation(kind, Optional.of(remark.place()), List.of(Escaping.text(remark.text()))));
    }

    private void annotation(String kind, Optional<Row.Place> where, List<String> text) {
        String place = where.map(at -> " file=" + Escaping.githubProperty(Escaping.text(at.file()))
                        + (at.line() > 0 ? ",line=" + at.line() : ""))
                .orElse("");
        out.println("::" + kind + place + "::" + Escaping.githubMessage(String.join(" | ", text)));
    }
}
