package io.envdrift.cli.render;

import java.util.regex.Pattern;

/**
 * A report as Markdown, for the summary of a CI job's page. Names and errors from outside cannot add rows, links or HTML.
 *
 * @see <a href="https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions">GitHub's job
 *     summaries</a>
 */
public final class MarkdownSummary {
    /** A dot counts behind {@code www} alone, which makes a link of what follows. */
    private static final Pattern SPECIAL =
            Pattern.compile("[\\\\`*_{}\\[\\]<>()#+!|~&@:-]|(?<=www)\\.", Pattern.CASE_INSENSITIVE);

    private MarkdownSummary() {}

    /** Returns the summary: a heading, a row of a table per row of the report, and how it ended. */
    public static String of(Report report, boolean success) {
        StringBuilder text =
                new StringBuilder("### " + (success ? "✅" : "❌") + " envdrift " + report.command() + "\n\n");
        for (Report.Section section : report.sections()) {
            if (section.rows().isEmpty()) {
                continue;
            }
            text.append("| | What | Details |\n|---|---|---|\n");
            for (Row row : section.rows()) {
                String details = String.join(
                        "<br>",
                        row.details().stream().map(MarkdownSummary::escaped).toList());
                text.append("| " + mark(row.level()) + " | " + escaped(row.text()) + " | " + details + " |\n");
            }
            text.append('\n');
        }
        report.closing().forEach(closing -> text.append(escaped(closing.text())).append("\n\n"));
        return text.toString();
    }

    /** Returns the summary of an error that ended the command before there was a report. */
    public static String ofError(String command, String message) {
        return "### ❌ envdrift " + command + "\n\n" + escaped(message) + "\n\n";
    }

    private static String mark(Level level) {
        return switch (level) {
            case GOOD -> "✅";
            case PLAIN -> "";
            case WARNING -> "⚠️";
            case ERROR -> "❌";
        };
    }

    private static String escaped(String text) {
        return SPECIAL.matcher(Escaping.text(text)).replaceAll("\\\\$0");
    }
}
