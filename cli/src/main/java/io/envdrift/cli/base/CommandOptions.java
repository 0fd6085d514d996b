package io.envdrift.cli.base;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Range;

/**
 * The options and arguments of one command, each declared by one call; the builder that a call returns takes picocli's
 * rarer settings.
 *
 * <p>The calls replace picocli's annotations: to read annotations, a JDK makes a class for each kind of annotation and
 * an accessor for each field, at every start, because no AOT cache holds either. That was 44 of the 210 ms of a cold
 * command (26 for the seven kinds, 10 and more for the fields); the lambdas of the calls come from the cache.
 */
public final class CommandOptions {
    private final CommandSpec spec;

    /** Built last, so that the settings of a declared option can still be changed. */
    private final List<Supplier<ArgSpec>> declared = new ArrayList<>();

    private int arguments;

    private CommandOptions(CommandSpec spec) {
        this.spec = spec;
    }

    /** Returns the command line of a command, with its options and the commands below it. */
    public static CommandLine lineOf(DescribedCommand command) {
        CommandOptions options = new CommandOptions(command.outline().into(CommandSpec.wrapWithoutInspection(command)));
        command.declare(options);
        options.build().forEach(options.spec::add);
        CommandLine line = new CommandLine(options.spec);
        command.subcommands().forEach(below -> line.addSubcommand(lineOf(below)));
        return line;
    }

    /** Returns picocli's model of the command, for what is no option. */
    public CommandSpec spec() {
        return spec;
    }

    /** Declares an option without a value; names are separated by commas. */
    public OptionSpec.Builder flag(String names, String description, Consumer<Boolean> target) {
        return option(names, description, new Slot<>(target)).type(boolean.class);
    }

    /** Declares an option with a text. */
    public OptionSpec.Builder value(String names, String label, String description, Consumer<String> target) {
        return value(names, label, description, String.class, target);
    }

    /** Declares an option with a value of a type. */
    public <T> OptionSpec.Builder value(
            String names, String label, String description, Class<T> type, Consumer<T> target) {
        return option(names, description, new Slot<>(target)).paramLabel(label).type(type);
    }

    /** Declares an option with a whole number from one. */
    public OptionSpec.Builder count(String names, String label, String description, Consumer<Integer> target) {
        return value(names, label, description, Integer.class, target).converters(new CountConverter());
    }

    /** Declares an option with a value that may be given several times. */
    public <T> OptionSpec.Builder values(
            String names, String label, String description, Class<T> type, Consumer<List<T>> target) {
        return option(names, description, new Slot<>(target))
                .paramLabel(label)
                .type(List.class)
                .auxiliaryTypes(type);
    }

    /** Declares flags of which a command line may have one. */
    public void atMostOne(Consumer<CommandOptions> flags) {
        CommandOptions alternatives = new CommandOptions(spec);
        flags.accept(alternatives);
        ArgGroupSpec.Builder group = ArgGroupSpec.builder();
        alternatives.build().forEach(group::addArg);
        spec.addArgGroup(group.build());
    }

    /** Declares the next argument, which must be there. */
    public <T> PositionalParamSpec.Builder argument(
            String label, String description, Class<T> type, Consumer<T> target) {
        return next("1", label, description, new Slot<>(target)).type(type);
    }

    /** Declares the next argument, which may be left out. */
    public <T> PositionalParamSpec.Builder optionalArgument(
            String label, String description, Class<T> type, Consumer<T> target) {
        return next("0..1", label, description, new Slot<>(target)).type(type);
    }

    /** Declares all arguments as one list of so many, as in {@code 1..*}. */
    public <T> PositionalParamSpec.Builder arguments(
            String arity, String label, String description, Class<T> type, Consumer<List<T>> target) {
        return positional(arity, label, description, new Slot<>(target))
                .type(List.class)
                .auxiliaryTypes(type);
    }

    private OptionSpec.Builder option(String names, String description, Slot<?> slot) {
        String[] each = Arrays.stream(names.split(",")).map(String::strip).toArray(String[]::new);
        OptionSpec.Builder option = OptionSpec.builder(each)
                .description(lines(description))
                .getter(slot)
                .setter(slot)
                .hasInitialValue(false);
        declared.add(option::build);
        return option;
    }

    /** Numbers the argument, because picocli would put the argument that was declared last first. */
    private PositionalParamSpec.Builder next(String arity, String label, String description, Slot<?> slot) {
        return positional(arity, label, description, slot).index(String.valueOf(arguments++));
    }

    private PositionalParamSpec.Builder positional(String arity, String label, String description, Slot<?> slot) {
        Range range = Range.valueOf(arity);
        PositionalParamSpec.Builder positional = PositionalParamSpec.builder()
                .arity(range)
                .required(range.min() > 0)
                .paramLabel(label)
                .description(lines(description))
                .getter(slot)
                .setter(slot)
                .hasInitialValue(false);
        declared.add(positional::build);
        return positional;
    }

    /** A hidden option has no line: an empty description would be printed as an empty line. */
    private static String[] lines(String description) {
        return description.isEmpty() ? new String[0] : new String[] {description};
    }

    private List<ArgSpec> build() {
        return declared.stream().map(Supplier::get).toList();
    }
}
