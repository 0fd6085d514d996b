package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.cli.pages.Candidates;
import io.envdrift.cli.render.Escaping;
import io.envdrift.cli.render.ExitCode;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.Mapping;
import io.envdrift.dotenv.Assignment;
import io.envdrift.sync.EnvFile;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code envdrift __complete -- WORD…}: what the completion scripts ask. Prints a candidate and, behind a tab, its description
 * per line. Reads the configuration and env files, contacts no vault, and never fails.
 */
public final class CompleteCommand implements DescribedCommand {
    /** The name by which scripts call it. */
    public static final String NAME = "__complete";

    private static final String PLAIN = ".env";

    private final Host host;
    private final Function<String[], CommandLine> lines;
    private List<String> words = List.of();

    /**
     * Creates the command for a machine.
     *
     * @param lines makes the command line that fits some words
     */
    public CompleteCommand(Host host, Function<String[], CommandLine> lines) {
        this.host = host;
        this.lines = lines;
    }

    @Override
    public Outline outline() {
        return Outline.of(NAME, "Answer the completion scripts.").hide();
    }

    @Override
    public void declare(CommandOptions options) {
        options.arguments(
                "0..*", "WORD", "The words so far; the last one is unfinished.", String.class, given -> words = given);
    }

    @Override
    public Integer call() {
        List<String> given = words.isEmpty() ? List.of("") : words;
        CommandLine line = lines.apply(given.toArray(String[]::new));
        new Candidates(this::values).of(line, given).forEach((candidate, description) -> {
            String text = description.isEmpty() ? candidate : candidate + "\t" + description;
            // A line break in a name from a file must not make a line of its own.
            if (text.replace("\t", "").equals(Escaping.text(text.replace("\t", "")))) {
                host.out().print(text + "\n");
            }
        });
        return ExitCode.OK.status();
    }

    private Collection<String> values(String command, ArgSpec argument) {
        try {
            return argument instanceof OptionSpec option ? ofOption(command, option) : ofArgument(command, argument);
        } catch (EnvdriftException e) {
            // A file that cannot be read offers nothing; the command itself will say why.
            return List.of();
        }
    }

    private Collection<String> ofOption(String command, OptionSpec option) {
        boolean blobStore = command.contains("vault-env");
        return switch (option.longestName()) {
            case "--provider" -> host.providers().get().names();
            case "--profile" -> config().map(EnvdriftConfig::profiles).orElseGet(java.util.TreeSet::new);
            case "--env" -> blobStore ? List.of() : of(Mapping::environment);
            case "--key", "--exclude-key" -> names();
            case "--secret" -> of(Mapping::secretName);
            case "--backend" -> List.of("dotenvx");
            default ->
                option.type() == Path.class || option.auxiliaryTypes()[0] == Path.class
                        ? List.of(Candidates.FILES)
                        : List.of();
        };
    }

    private Collection<String> ofArgument(String command, ArgSpec argument) {
        if (command.contains("vault-env")) {
            return isFile(argument) ? List.of(Candidates.FILES) : List.of();
        }
        return switch (argument.paramLabel()) {
            case "NAME", "KEY" -> names();
            case "FOLDER" -> of(Mapping::folderPath);
            case "SECRET" -> of(Mapping::secretName);
            case "FOLDER SECRET" ->
                Stream.concat(of(Mapping::folderPath).stream(), of(Mapping::secretName).stream())
                        .toList();
            case "bash|zsh|fish" -> List.of("bash", "zsh", "fish");
            default -> isFile(argument) ? List.of(Candidates.FILES) : List.of();
        };
    }

    private static boolean isFile(ArgSpec argument) {
        return argument.type() == Path.class || argument.auxiliaryTypes()[0] == Path.class;
    }

    private Collection<String> of(Function<Mapping, String> part) {
        Set<String> parts = new LinkedHashSet<>();
        config().ifPresent(read -> read.sync().mappings().forEach(mapping -> parts.add(part.apply(mapping))));
        parts.remove("");
        return parts;
    }

    /** The names of the file that the line names so far, else of the one here; no value is looked at. */
    private Collection<String> names() {
        Path file = host.workingDirectory().resolve(valueOf("-f", "--env-file").orElse(PLAIN));
        return EnvFile.read(file).intended().stream()
                .map(Assignment::name)
                .filter(name -> !name.startsWith("DOTENV_PUBLIC_KEY"))
                .collect(java.util.stream.Collectors.toCollection(LinkedHashSet::new));
    }

    private Optional<EnvdriftConfig> config() {
        return new ProjectOpener(host).find(valueOf("-c", "--config").map(Path::of));
    }

    private Optional<String> valueOf(String shortName, String longName) {
        @Nullable String value = null;
        for (int i = 0; i + 1 < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith(longName + "=")) {
                value = word.substring(longName.length() + 1);
            } else if ((word.equals(shortName) || word.equals(longName)) && i + 2 < words.size()) {
                value = words.get(i + 1);
            }
        }
        return Optional.ofNullable(value);
    }
}
