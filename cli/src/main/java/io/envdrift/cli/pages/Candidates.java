package io.envdrift.cli.pages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What can follow in an unfinished command line: commands, options, and values. */
public final class Candidates {
    /** Stands among the candidates where the shell is to offer files. */
    public static final String FILES = ":files";

    private final BiFunction<String, ArgSpec, Collection<String>> values;
    private final Map<String, String> found = new LinkedHashMap<>();

    /**
     * Creates a finder.
     *
     * @param values finds the values of an argument of a command, by the command's qualified name; {@link #FILES} among them
     *     asks for files
     */
    public Candidates(BiFunction<String, ArgSpec, Collection<String>> values) {
        this.values = values;
    }

    /**
     * Finds them.
     *
     * @param words the words after the program's name; the last one is unfinished, and may be empty
     * @return candidate to its description, which may be empty
     */
    public Map<String, String> of(CommandLine root, List<String> words) {
        CommandLine command = root;
        int positional = 0;
        Optional<OptionSpec> open = Optional.empty();
        boolean onlyArguments = false;
        for (String word : words.subList(0, words.size() - 1)) {
            if (open.isPresent()) {
                open = Optional.empty();
            } else if (word.equals("--")) {
                onlyArguments = true;
            } else if (!onlyArguments && word.startsWith("-") && word.length() > 1) {
                open = word.contains("=")
                        ? Optional.empty()
                        : option(command, word).filter(Candidates::takesValue);
            } else if (positional == 0 && command.getSubcommands().containsKey(word)) {
                command = command.getSubcommands().get(word);
            } else {
                positional++;
            }
        }
        last(command, words.getLast(), open, onlyArguments, positional);
        return found;
    }

    private void last(
            CommandLine command, String word, Optional<OptionSpec> open, boolean onlyArguments, int positional) {
        CommandSpec spec = command.getCommandSpec();
        int equals = word.indexOf('=');
        if (open.isPresent()) {
            offer(spec, open.get(), "", word);
        } else if (!onlyArguments && word.startsWith("--") && equals > 0) {
            option(command, word.substring(0, equals))
                    .ifPresent(
                            option -> offer(spec, option, word.substring(0, equals + 1), word.substring(equals + 1)));
        } else if (!onlyArguments && word.startsWith("-")) {
            options(spec, word);
        } else {
            if (positional == 0) {
                commands(command, word);
            }
            if (positional > 0 || command.getSubcommands().isEmpty()) {
                spec.positionalParameters().stream()
                        .filter(each -> each.index().contains(positional) && !each.hidden())
                        .findFirst()
                        .ifPresent(argument -> offer(spec, argument, "", word));
            }
        }
    }

    private void commands(CommandLine command, String prefix) {
        command.getSubcommands().forEach((name, below) -> {
            CommandSpec spec = below.getCommandSpec();
            if (name.startsWith(prefix) && !spec.usageMessage().hidden()) {
                found.put(name, String.join(" ", spec.usageMessage().description()));
            }
        });
    }

    private void options(CommandSpec spec, String prefix) {
        for (OptionSpec option : spec.options()) {
            Arrays.stream(option.names())
                    .filter(name -> name.startsWith(prefix) && !option.hidden())
                    .filter(name -> prefix.startsWith("--")
                            || name.startsWith("--")
                            || option.names().length == 1
                            || prefix.length() > 1)
                    .forEach(name -> found.put(name, described(option)));
        }
    }

    private void offer(CommandSpec spec, ArgSpec argument, String before, String prefix) {
        Collection<String> all = argument.type().isEnum()
                ? Arrays.stream(argument.type().getEnumConstants())
                        .map(String::valueOf)
                        .toList()
                : values.apply(spec.qualifiedName(), argument);
        for (String value : new ArrayList<>(all)) {
            if (value.equals(FILES)) {
                found.put(FILES, "");
            } else if (value.startsWith(prefix)) {
                found.put(before + value, "");
            }
        }
    }

    private static Optional<OptionSpec> option(CommandLine command, String name) {
        return Optional.ofNullable(command.getCommandSpec().optionsMap().get(name));
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    private static String described(ArgSpec argument) {
        return String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()));
    }
}
