package io.envdrift.cli.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command found or did, ready for every format: a title, sections of rows with a summary each, and closing lines.
 */
public final class Report {
    /** Version of the JSON form; it grows when a field changes its meaning or goes away. */
    public static final int JSON_VERSION = 2;

    private final String command;
    private final List<String> title = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private final List<Closing> closing = new ArrayList<>();

    /**
     * Rows and what they add up to.
     *
     * @param heading a line before the rows, may be empty
     * @param rows the rows
     * @param summaryTitle the title of the summary, empty for none
     * @param summary label to number, {@link Count}, or a map of these, in order
     * @param messages whether each row stands for itself: printed without indentation, on standard error when it is a
     *     warning or an error
     */
    public record Section(
            String heading, List<Row> rows, String summaryTitle, Map<String, Object> summary, boolean messages) {
        /** Copies list and map. */
        public Section {
            rows = List.copyOf(rows);
            summary = new LinkedHashMap<>(summary);
        }

        /** A section of rows with a summary. */
        public Section(String heading, List<Row> rows, String summaryTitle, Map<String, Object> summary) {
            this(heading, rows, summaryTitle, summary, false);
        }

        /** A section that is only a line. */
        public static Section heading(String line) {
            return new Section(line, List.of(), "", Map.of());
        }

        /** A section of messages. */
        public static Section messages(List<Row> rows) {
            return new Section("", rows, "", Map.of(), true);
        }
    }

    /**
     * A count with a remark for people.
     *
     * @param remark what stands behind the number, in brackets
     */
    public record Count(long number, String remark) {
        @Override
        public String toString() {
            return number + " (" + remark + ")";
        }
    }

    /** A line at the end. */
    public record Closing(Level level, String text) {}

    /** Starts a report of a command. */
    public Report(String command) {
        this.command = command;
    }

    /** Returns a report of lines that stand for themselves. */
    public static Report of(String command, List<Row> messages) {
        return new Report(command).section(Section.messages(messages));
    }

    /** Adds a line of the title. */
    public Report title(String line) {
        title.add(line);
        return this;
    }

    /** Adds a section. */
    public Report section(Section section) {
        sections.add(section);
        return this;
    }

    /** Adds a closing line. */
    public Report close(Level level, String text) {
        closing.add(new Closing(level, text));
        return this;
    }

    /** Returns the command's name. */
    public String command() {
        return command;
    }

    /** Returns the lines of the title. */
    public List<String> title() {
        return List.copyOf(title);
    }

    /** Returns the sections. */
    public List<Section> sections() {
        return List.copyOf(sections);
    }

    /** Returns the closing lines. */
    public List<Closing> closing() {
        return List.copyOf(closing);
    }
}
