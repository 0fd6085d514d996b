package io.envdrift.cli.pages;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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
    private static final String EXAMPLES = "Examples:";

    private final StringBuilder page = new StringBuilder();

    private ManPage() {}

    static String of(CommandLine command) {
        return new ManPage().write(command.getCommandSpec());
    }

    private String write(CommandSpec spec) {
        String name = spec.qualifiedName("-");
        List<String> description = Arrays.asList(spec.usageMessage().description());
        List<String> footer = Arrays.asList(spec.usageMessage().footer());
        String summary = description.isEmpty() ? name : description.getFirst();
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
        section("DESCRIPTION");
        line(String.join(" ", description));
        List<String> remarks = footer.stream()
                .takeWhile(each -> !each.equals(EXAMPLES))
                .dropWhile(String::isBlank)
                .toList();
        remarks.forEach(each -> {
            if (each.isBlank()) {
                page.append(".PP\n");
            } else {
                line(each.strip());
            }
        });
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
        List<String> examples = footer.stream()
                .dropWhile(each -> !each.equals(EXAMPLES))
                .skip(1)
                .takeWhile(each -> !each.isBlank())
                .toList();
        if (!examples.isEmpty()) {
            section("EXAMPLES");
            page.append(".nf\n");
            examples.forEach(this::line);
            page.append(".fi\n");
        }
        surroundings(spec);
        return page.toString();
    }

    private void surroundings(CommandSpec spec) {
        String program = spec.root().name();
        ManFacts facts = ManFacts.of(program, spec.qualifiedName().contains("vault-env"));
        section("EXIT STATUS");
        facts.exitStatus().forEach(this::entry);
        section("ENVIRONMENT");
        facts.environment().forEach(this::entry);
        section("FILES");
        facts.files().forEach(this::entry);
        section("SEE ALSO");
        Stream<CommandSpec> others = Stream.concat(
                Stream.ofNullable(spec.parent()),
                spec.parent() == null
                        ? Stream.empty()
                        : spec.parent().subcommands().values().stream()
                                .map(CommandLine::getCommandSpec)
                                .filter(each ->
                                        each != spec && !each.usageMessage().hidden()));
        List<String> pages = others.map(each -> each.qualifiedName("-") + "(1)").toList();
        line(pages.isEmpty() ? "The pages of its commands." : String.join(", ", pages));
    }

    private void entry(String term, String text) {
        page.append(".TP\n");
        line(term);
        line(text);
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
