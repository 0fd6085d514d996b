package io.envdrift.cli.render;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prints a report for people, in the words and icons of the original tool. */
public final class TextRenderer {
    private static final String RESET = "\u001b[0m";
    private static final int INDENT = 2;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean colours;

    /** Creates a renderer; colours only for terminals. */
    public TextRenderer(PrintStream out, PrintStream err, boolean colours) {
        this.out = out;
        this.err = err;
        this.colours = colours;
    }

    /**
     * Prints the report.
     *
     * @param quiet whether only rows that are no success, and the errors among the closing lines, are printed
     */
    public void render(Report report, boolean quiet) {
        if (!quiet && !report.title().isEmpty()) {
            out.println();
            report.title().forEach(line -> out.println(paint("\u001b[1m", Escaping.text(line))));
            out.println();
        }
        for (Report.Section section : report.sections()) {
            render(section, quiet);
        }
        for (Report.Closing closing : report.closing()) {
            if (!quiet || closing.level() == Level.ERROR) {
                out.println(paint(colour(closing.level()), Escaping.text(closing.text())));
            }
        }
        out.flush();
    }

    private void render(Report.Section section, boolean quiet) {
        if (!quiet && !section.heading().isEmpty()) {
            out.println(Escaping.text(section.heading()));
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
        stream.println(indent + icon + Escaping.text(row.text()));
        row.details().forEach(detail -> stream.println(indent + " ".repeat(INDENT) + Escaping.text(detail)));
    }

    private void panel(String title, Map<String, Object> summary) {
        List<String> lines = new ArrayList<>();
        summary.forEach((label, value) -> lines.add(Escaping.text(label + ": " + value)));
        int width = Math.max(
                title.length() + 4,
                lines.stream().mapToInt(String::length).max().orElse(0));
        out.println();
        out.println("╭─ " + title + " " + "─".repeat(width - title.length() - 1) + "╮");
        lines.forEach(line -> out.println("│ " + line + " ".repeat(width - line.length()) + " │"));
        out.println("╰" + "─".repeat(width + 2) + "╯");
        out.println();
    }

    private String paint(String colour, String text) {
        return colours && !colour.isEmpty() ? colour + text + RESET : text;
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
