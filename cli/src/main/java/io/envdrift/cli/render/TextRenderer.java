package io.envdrift.cli.render;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints a report for people, in the words and icons of the original tool. */
public final class TextRenderer {
    private static final String RESET = "\u001b[0m";
    private static final int INDENT = 2;

    private final PrintStream out;
    private final PrintStream err;
    private final Set<Look> looks;

    /** Properties of the output that text is printed to. */
    public enum Look {
        /** Colours may be used. */
        COLOURS,
        /** The output is a terminal, so a summary is one line. */
        TERMINAL,
        /** Only ASCII can be shown. */
        ASCII
    }

    /** Creates a renderer. */
    public TextRenderer(PrintStream out, PrintStream err, Set<Look> looks) {
        this.out = out;
        this.err = err;
        this.looks = looks;
    }

    /**
     * Prints the report.
     *
     * @param quiet whether only rows that are no success, and the errors among the closing lines, are printed
     */
    public void render(Report report, boolean quiet) {
        if (!quiet && !report.title().isEmpty()) {
            out.println();
            report.title().forEach(line -> out.println(shown(paint("\u001b[1m", Escaping.text(line)))));
            out.println();
        }
        for (Report.Section section : report.sections()) {
            render(section, quiet);
        }
        for (Report.Closing closing : report.closing()) {
            boolean failure = closing.level() == Level.ERROR;
            if (failure) {
                // Rows first, for the case that both streams lead to the same place.
                out.flush();
                err.println(shown(paint(colour(closing.level()), "[ERROR] " + Escaping.text(closing.text()))));
            } else if (!quiet) {
                out.println(shown(paint(colour(closing.level()), Escaping.text(closing.text()))));
            }
        }
        out.flush();
    }

    private void render(Report.Section section, boolean quiet) {
        if (!quiet && !section.heading().isEmpty()) {
            out.println(shown(Escaping.text(section.heading())));
        }
        for (Row row : section.rows()) {
            if (quiet && row.level() != Level.ERROR && row.level() != Level.WARNING) {
                continue;
            }
            print(row, section.messages());
        }
        if (!quiet && !section.summaryTitle().isEmpty()) {
            panel(section.summaryTitle(), section.summary());
        }
    }

    private void print(Row row, boolean message) {
        boolean diagnostic = message && (row.level() == Level.ERROR || row.level() == Level.WARNING);
        PrintStream stream = diagnostic ? err : out;
        String indent = message ? "" : " ".repeat(INDENT);
        String icon = row.icon().isEmpty() ? "" : paint(colour(row.level()), row.icon()) + " ";
        stream.println(shown(indent + icon + Escaping.text(row.text())));
        row.details().forEach(detail -> stream.println(shown(indent + " ".repeat(INDENT) + Escaping.text(detail))));
    }

    private void panel(String title, Map<String, Object> summary) {
        if (looks.contains(Look.TERMINAL)) {
            String counts = Summaries.counts(summary);
            out.println();
            out.println(shown(Escaping.text(title + ": " + (counts.isEmpty() ? "nothing to do" : counts))));
            return;
        }
        List<String> lines =
                Summaries.lines(summary).stream().map(Escaping::text).toList();
        int width = Math.max(
                title.length() + 4,
                lines.stream().mapToInt(String::length).max().orElse(0));
        out.println();
        out.println(shown("╭─ " + title + " " + "─".repeat(width - title.length() - 1) + "╮"));
        lines.forEach(line -> out.println(shown("│ " + line + " ".repeat(width - line.length()) + " │")));
        out.println(shown("╰" + "─".repeat(width + 2) + "╯"));
        out.println();
    }

    /** Returns a line as this output can show it: our own marks have a form in ASCII, names stay as they are. */
    private String shown(String line) {
        return looks.contains(Look.ASCII) ? Ascii.of(line) : line;
    }

    private String paint(String colour, String text) {
        return looks.contains(Look.COLOURS) && !colour.isEmpty() ? colour + text + RESET : text;
    }

    private static String colour(Level level) {
        return switch (level) {
            case GOOD -> "\u001b[32m";
            case PLAIN -> "";
            case WARNING -> "\u001b[33m";
            case ERROR -> "\u001b[31m";
        };
    }
}
