package io.envdrift.cli.base;

import io.envdrift.cli.render.Report;
import io.envdrift.cli.render.Row;
import io.envdrift.cli.render.ShellLine;
import io.envdrift.config.VaultFlags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Completes the commands that advice names by the options that this run was given, so that they concern the same
 * configuration, profile and vault when somebody pastes them. Advice comes from workflows, which know no options.
 */
final class GivenOptions {
    /** Commands that all take {@code -c} and the options of vaults, and what is said of them up to the next one. */
    private static final Pattern COMMAND =
            Pattern.compile("\\benvdrift (sync|pull|lock|set|edit|diff|decrypt|rotate|vault-push"
                    + "|vault-pull|status|doctor|git refresh)(?![\\w-])((?:(?!envdrift )[^;()])*)");

    private static final List<String> WITH_PROFILE = List.of("sync", "pull", "lock", "status");

    /** They take a profile beside this option only. */
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
        options.putAll(vault.options());
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
        Map<String, Object> fields = new LinkedHashMap<>(row.fields());
        for (String advice : List.of("hint", "fix")) {
            if (fields.get(advice) instanceof String text) {
                fields.put(advice, complete(text));
            }
        }
        return new Row(
                row.level(),
                row.icon(),
                row.text(),
                row.details().stream().map(this::complete).toList(),
                fields,
                row.place(),
                row.remarks());
    }

    /** Returns advice with its commands completed by what they do not say themselves. */
    String complete(String advice) {
        if (options.isEmpty() && profile.isEmpty()) {
            return advice;
        }
        return COMMAND.matcher(advice)
                .replaceAll(found -> Matcher.quoteReplacement(
                        "envdrift " + found.group(1) + missing(found.group(1), found.group(2)) + found.group(2)));
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
