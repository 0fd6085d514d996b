package io.envdrift.cli.base;

import io.envdrift.base.ShellLine;
import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.config.VaultFlags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Completes the commands that advice names by the options that this run was given, so that they concern the same
 * configuration, profile and vault when somebody pastes them. Advice comes from workflows, which know no options.
 */
final class GivenOptions {
    /** Matches commands that take {@code -c} and the vault options, with the quote before them, if any. */
    private static final Pattern COMMAND =
            Pattern.compile("('?)\\benvdrift (sync|pull|lock|set|edit|diff|decrypt|rotate|vault-push"
                    + "|vault-pull|status|doctor|git refresh)(?![\\w-])");

    /**
     * One part of a command's arguments, up to the next command: a word in a shell's quotes or of {@code printf}, as
     * {@link ShellLine} writes them, or a single character.
     */
    private static final Pattern SAID = Pattern.compile(
            "\\G(?:\"\\$\\(printf '[^']*'\\)\"|\\\\'|(?<=[ '])'(?!envdrift )[^']*'|(?!envdrift )[^;()])");

    /** Fields that hold advice for people, or may end in it. */
    private static final Set<String> ADVICE = Set.of("hint", "fix", "steps", "reason", "text");

    /**
     * Matches an address that may hold a secret: one with a user name or a query. Such addresses are refused, and no
     * report shows them.
     */
    private static final Pattern MAY_HOLD_SECRET = Pattern.compile("[@?#]");

    private static final List<String> WITH_PROFILE = List.of("sync", "pull", "lock", "status");

    /** Commands that accept a profile only beside this option. */
    private static final Pattern ALL = Pattern.compile(" --all(?![\\w-])");

    private final Map<String, String> options = new LinkedHashMap<>();
    private final Optional<String> profile;

    /**
     * Creates them.
     *
     * @param config the configuration as the user wrote it
     * @param outside whether {@code --allow-outside-root} was given
     */
    GivenOptions(Optional<String> config, boolean outside, VaultFlags vault, Optional<String> profile) {
        config.ifPresent(path -> options.put("-c", path));
        if (outside) {
            options.put("--allow-outside-root", "");
        }
        vault.provider().ifPresent(name -> options.put("-p", name));
        vault.options().forEach((name, value) -> {
            if (!MAY_HOLD_SECRET.matcher(value).find()) {
                options.put(name, value);
            }
        });
        this.profile = profile;
    }

    /** Returns the report with its advice completed. */
    Report complete(Report report) {
        if (options.isEmpty() && profile.isEmpty()) {
            return report;
        }
        Report completed = new Report(report.command());
        report.title().forEach(completed::title);
        for (Report.Section section : report.sections()) {
            completed.section(new Report.Section(
                    section.heading(),
                    section.rows().stream().map(this::complete).toList(),
                    section.summaryTitle(),
                    section.summary(),
                    section.messages()));
        }
        report.closing().forEach(line -> completed.close(line.level(), complete(line.text())));
        return completed;
    }

    private Row complete(Row row) {
        return new Row(
                row.level(),
                row.icon(),
                complete(row.text()),
                row.details().stream().map(this::complete).toList(),
                complete(row.fields()),
                row.place(),
                row.remarks().stream()
                        .map(remark -> new Row.Remark(remark.place(), complete(remark.text())))
                        .toList());
    }

    private Map<String, Object> complete(Map<?, ?> fields) {
        Map<String, Object> completed = new LinkedHashMap<>();
        fields.forEach((name, value) -> completed.put(String.valueOf(name), completeField(name, value)));
        return completed;
    }

    private @Nullable Object completeField(Object name, @Nullable Object value) {
        return switch (value) {
            case String text when ADVICE.contains(name) -> complete(text);
            case Map<?, ?> fields -> complete(fields);
            case List<?> list ->
                list.stream().map(each -> completeField(name, each)).toList();
            case null, default -> value;
        };
    }

    /** Returns advice in which each command has the given options that it does not have itself. */
    String complete(String advice) {
        if (options.isEmpty() && profile.isEmpty()) {
            return advice;
        }
        StringBuilder completed = new StringBuilder();
        int done = 0;
        Matcher command = COMMAND.matcher(advice);
        while (command.find(done)) {
            int end = end(advice, command.end());
            String said = advice.substring(command.end(), end);
            String missing = said.startsWith(" --help") ? "" : missing(command.group(2), said);
            // Quotes around a command would end at the first quote in an option.
            boolean unquoted = !command.group(1).isEmpty() && said.startsWith("'") && missing.contains("'");
            completed
                    .append(advice, done, unquoted ? command.end(1) - 1 : command.end(1))
                    .append(advice, command.end(1), command.end())
                    .append(missing)
                    .append(unquoted ? said.substring(1) : said);
            done = end;
        }
        return completed.append(advice, done, advice.length()).toString();
    }

    private static int end(String advice, int start) {
        Matcher said = SAID.matcher(advice).useTransparentBounds(true).region(start, advice.length());
        int end = start;
        while (said.find()) {
            end = said.end();
        }
        return end;
    }

    private String missing(String command, String rest) {
        ShellLine line = ShellLine.of();
        options.forEach((name, value) -> {
            if (!says(rest, name)) {
                line.option(name, value);
            }
        });
        boolean profiled = WITH_PROFILE.contains(command)
                || (command.equals("vault-push") || command.equals("rotate"))
                        && ALL.matcher(rest).find();
        if (profiled && !says(rest, "--profile")) {
            line.option("--profile", profile);
        }
        String words = line.toString();
        return words.isEmpty() ? "" : " " + words;
    }

    private static boolean says(String rest, String option) {
        return (rest + " ").contains(" " + option + " ");
    }
}
