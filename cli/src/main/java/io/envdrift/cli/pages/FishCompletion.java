package io.envdrift.cli.pages;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completions for the fish shell; picocli knows bash and zsh only. Format: fish's {@code complete} builtin. */
final class FishCompletion {
    private FishCompletion() {}

    static String of(CommandLine root) {
        String program = root.getCommandName();
        StringBuilder script = new StringBuilder("# Completions of " + program + " for fish.\n");
        Map<String, CommandLine> commands = visible(root);
        script.append("complete -c " + program + " -n __fish_use_subcommand -f -a '")
                .append(String.join(" ", commands.keySet()))
                .append("'\n");
        options(script, program, "__fish_use_subcommand", root);
        commands.forEach((name, command) -> {
            options(script, program, "__fish_seen_subcommand_from " + name, command);
            nested(script, program, name, command);
        });
        return script.toString();
    }

    private static void nested(StringBuilder script, String program, String name, CommandLine command) {
        Map<String, CommandLine> inner = visible(command);
        if (!inner.isEmpty()) {
            script.append("complete -c " + program + " -n '__fish_seen_subcommand_from " + name + "' -f -a '")
                    .append(String.join(" ", inner.keySet()))
                    .append("'\n");
        }
    }

    private static void options(StringBuilder script, String program, String condition, CommandLine command) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (option.hidden()) {
                continue;
            }
            script.append("complete -c " + program + " -n '" + condition + "'");
            for (String name : option.names()) {
                script.append(
                        name.startsWith("--")
                                ? " -l " + name.substring(2)
                                : name.length() == 2 ? " -s " + name.substring(1) : " -o " + name.substring(1));
            }
            if (option.arity().max() > 0) {
                script.append(" -r").append(choices(option));
            }
            script.append(" -d '")
                    .append(String.join(" ", option.description())
                            .replace("\\", "\\\\")
                            .replace("'", "\\'"))
                    .append("'\n");
        }
    }

    private static String choices(OptionSpec option) {
        List<String> choices = option.type().isEnum()
                ? Arrays.stream(option.type().getEnumConstants())
                        .map(String::valueOf)
                        .toList()
                : Collections.emptyList();
        return choices.isEmpty() ? "" : " -f -a '" + String.join(" ", choices) + "'";
    }

    private static Map<String, CommandLine> visible(CommandLine parent) {
        return parent.getSubcommands().entrySet().stream()
                .filter(entry ->
                        !entry.getValue().getCommandSpec().usageMessage().hidden())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }
}
