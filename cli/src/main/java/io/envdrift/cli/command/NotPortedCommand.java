package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.DescribedCommand;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import io.envdrift.cli.base.OutputOptions;
import io.envdrift.cli.base.Reporter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command of the Python tool that this port leaves out: it says so and fails, so that no script goes on. */
public final class NotPortedCommand implements DescribedCommand {
    /** The commands that are left out. */
    public static final List<String> NAMES = List.of("push", "pull-partial", "validate", "guard", "agent", "install");

    private static final Set<String> SCHEMA = Set.of("-s", "--schema", "-d", "--service-dir");
    private static final Set<String> SOPS_KEYS = Set.of("--age", "--kms", "--gcp-kms", "--azure-kv");
    private static final Set<String> SOPS = Set.of("--sops-config", "--age-key-file");

    /** The options that are left out, by command. */
    private static final Map<String, List<Set<String>>> OPTIONS = Map.of(
            "sync", List.of(SCHEMA, Set.of("--validate-schema")),
            "encrypt", List.of(SCHEMA, SOPS_KEYS, SOPS),
            "decrypt", List.of(SOPS),
            "diff", List.of(SCHEMA, Set.of("--normalize", "--strict")),
            "init", List.of(Set.of("-o", "--output", "-c", "--class-name")));

    private final Host host;
    private final String name;
    private final OutputOptions output = new OutputOptions();

    /** Creates the command for a machine. */
    public NotPortedCommand(Host host, String name) {
        this.host = host;
        this.name = name;
    }

    @Override
    public Outline outline() {
        return Outline.of(name, "A command of the Python tool that is not part of this port.")
                .hide();
    }

    @Override
    public void declare(CommandOptions options) {
        output.declare(options);
        options.arguments("0..*", "<arguments>", "", String.class, given -> {}).hidden(true);
        // The arguments do not matter: the command is left out.
        options.spec().parser().unmatchedArgumentsAllowed(true);
    }

    @Override
    public Integer call() {
        return new Reporter(host, name, output).run(() -> {
            throw notPorted(name);
        });
    }

    /** Returns the error about the first of these arguments that is an option of the original's command, left out here. */
    public static Optional<EnvdriftException> leftOut(String command, List<String> arguments) {
        return arguments.stream()
                .map(argument -> argument.startsWith("-") ? argument.split("=", 2)[0] : "")
                .filter(option ->
                        OPTIONS.getOrDefault(command, List.of()).stream().anyMatch(set -> set.contains(option)))
                .map(option -> notPorted(command + " " + option))
                .findFirst();
    }

    static EnvdriftException notPorted(String what) {
        return new EnvdriftException(
                ErrorCode.NOT_PORTED,
                "'" + what + "' is not part of envdrift for Java",
                "see docs/compatibility.md for what to use instead");
    }
}
