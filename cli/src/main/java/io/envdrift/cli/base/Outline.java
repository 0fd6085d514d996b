package io.envdrift.cli.base;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command's name and its help without the options.
 *
 * @param name the name by which the command is called
 * @param description what it does, in lines; the list of commands shows them too
 * @param footer what follows the options, in lines
 * @param hidden whether the list of commands leaves it out
 */
public record Outline(String name, List<String> description, List<String> footer, boolean hidden) {
    /** Returns the outline of a command that is shown, without a footer. */
    public static Outline of(String name, String... description) {
        return new Outline(name, List.of(description), List.of(), false);
    }

    /** Returns this outline with lines below the options. */
    public Outline footer(String... lines) {
        return new Outline(name, description, List.of(lines), hidden);
    }

    /** Returns this outline of a command that no list shows. */
    public Outline hide() {
        return new Outline(name, description, footer, true);
    }

    /** Writes this outline into the model of its command, and returns that. */
    public CommandSpec into(CommandSpec spec) {
        spec.name(name)
                .usageMessage()
                .description(description.toArray(String[]::new))
                .footer(footer.toArray(String[]::new))
                .hidden(hidden);
        return spec;
    }
}
