package io.envdrift.cli.pages;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A manual page in roff, with the {@code man} macros (man(7)). picocli's own generator makes AsciiDoc, whose converter is
 * larger than all of envdrift.
 */
final class ManPage {
    private final StringBuilder page = new StringBuilder();

    private ManPage() {}

    static String of(CommandLine command) {
        return new ManPage().write(command.getCommandSpec());
    }

    private String write(CommandSpec spec) {
        String name = spec.qualifiedName("-");
        String summary = String.join(" ", spec.usageMessage().description());
        page.append(".TH ")
                .append(escaped(name.toUpperCase(Locale.ROOT)))
                .append(" 1 \"\" envdrift \"envdrift manual\"\n");
        section("NAME");
        line(name + " - " + summary);
        section("SYNOPSIS");
        String synopsis = new CommandLine.Help(spec, CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .synopsis(0)
                .strip()
                .replaceAll("\\s+", " ");
        line(synopsis);
        List<OptionSpec> options =
                spec.options().stream().filter(option -> !option.hidden()).toList();
        List<PositionalParamSpec> parameters = spec.positionalParameters().stream()
                .filter(each -> !each.hidden())
                .toList();
        if (!options.isEmpty() || !parameters.isEmpty()) {
            section("OPTIONS");
            parameters.forEach(each -> item(each.paramLabel(), each));
            options.forEach(each -> item(names(each), each));
        }
        List<CommandLine> commands = spec.subcommands().values().stream()
                .filter(each -> !each.getCommandSpec().usageMessage().hidden())
                .toList();
        if (!commands.isEmpty()) {
            section("COMMANDS");
            commands.forEach(each -> {
                page.append(".TP\n");
                line(each.getCommandSpec().qualifiedName("-") + "(1)");
                line(String.join(" ", each.getCommandSpec().usageMessage().description()));
            });
        }
        List<String> footer = Arrays.asList(spec.usageMessage().footer());
        if (!footer.isEmpty()) {
            section("NOTES");
            page.append(".nf\n");
            footer.forEach(this::line);
            page.append(".fi\n");
        }
        return page.toString();
    }

    private void section(String title) {
        page.append(".SH ").append(title).append('\n');
    }

    private void item(String term, ArgSpec argument) {
        page.append(".TP\n");
        line(term);
        line(String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue())));
    }

    private static String names(OptionSpec option) {
        String names = String.join(", ", option.names());
        return option.arity().max() > 0 ? names + " " + option.paramLabel() : names;
    }

    private void line(String text) {
        String safe = escaped(text);
        // A dot or quote at the start of a line would be read as a request.
        page.append(safe.startsWith(".") || safe.startsWith("'") ? "\\&" : "")
                .append(safe)
                .append('\n');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}
