package io.envdrift.cli.pages;

import io.envdrift.vault.SettingKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Pages made from the command line's own description. */
public final class Pages {
    /**
     * The program that the completion scripts ask. The server's scripts are fixed, because envdrift need not be
     * installed beside it.
     */
    private static final String ASKED = "envdrift";

    private static final String BLOB_STORE = "vault-env";

    private final CommandLine root;

    /** The shells that completions are made for. */
    public enum Shell {
        /** GNU Bash. */
        BASH,
        /** The Z shell. */
        ZSH,
        /** The friendly interactive shell. */
        FISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Creates the pages of a command line, with all its commands. */
    public Pages(CommandLine root) {
        this.root = root;
    }

    /** Returns a script that a shell reads. */
    public String completion(Shell shell) {
        String program = root.getCommandName();
        if (program.equals(ASKED) || program.equals(BLOB_STORE)) {
            return CompletionScript.of(shell, program, program.equals(ASKED) ? "" : program);
        }
        return switch (shell) {
            // The script of picocli sets up bash's completion in zsh by itself.
            case BASH, ZSH -> AutoComplete.bash(program, root);
            case FISH -> FishCompletion.of(root);
        };
    }

    /** Returns the man pages: file name, as in {@code envdrift-sync.1}, to its text. */
    public Map<String, String> manuals() {
        Map<String, String> pages = new LinkedHashMap<>();
        for (CommandLine command : commands(root).values()) {
            String name = command.getCommandSpec().qualifiedName("-");
            pages.put(name + ".1", ManPage.of(command));
        }
        return pages;
    }

    /** Returns the schema of {@code envdrift.toml}, as JSON. */
    public String configSchema(Map<String, List<SettingKey>> providers) {
        return ConfigSchema.of(providers);
    }

    /** Returns the reference of every command, as Markdown. */
    public String reference() {
        StringBuilder text = new StringBuilder("""
            # Commands

            Made from the commands themselves by `envdrift man --markdown`; a test fails when it is stale.
            """);
        commands(root)
                .forEach((name, command) -> text.append("\n## ")
                        .append(name)
                        .append("\n\n```text\n")
                        .append(command.getUsageMessage(CommandLine.Help.Ansi.OFF)
                                .stripTrailing())
                        .append("\n```\n"));
        return text.toString();
    }

    /** Returns a command and those below it that are shown, by their qualified names. */
    private static Map<String, CommandLine> commands(CommandLine command) {
        Map<String, CommandLine> found = new LinkedHashMap<>();
        found.put(command.getCommandSpec().qualifiedName(), command);
        command.getSubcommands().values().stream()
                .filter(inner -> !inner.getCommandSpec().usageMessage().hidden())
                .forEach(inner -> found.putAll(commands(inner)));
        return found;
    }
}
