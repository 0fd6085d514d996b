package io.envdrift.maven;

import io.envdrift.api.EnvValues;
import io.envdrift.api.Envdrift;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.OneLine;
import io.envdrift.process.ChildEnvironment;
import io.envdrift.process.GuardedChild;
import io.envdrift.workflow.files.LoaderVariables;
import io.envdrift.workflow.files.ReadVariables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program with the values of env files as variables of its environment: decrypted in memory, nothing is written.
 * Variables that Maven's process has already keep their value; variables with envdrift's own credentials and keys are
 * not passed on. As with {@code envdrift run}, a file may not set variables that load code into the program, unless
 * they are allowed by name. The program ends with Maven.
 */
@Mojo(name = "run", requiresProject = false, threadSafe = true)
public final class RunMojo extends EnvdriftMojo {
    /** The files, relative to the directory; values of later ones win. Unset, {@code .env}. */
    @Parameter(property = "envdrift.files")
    List<String> files = new ArrayList<>();

    /** The program and its arguments, each an element. */
    @Parameter
    List<String> command = new ArrayList<>();

    /** The program and its arguments with blanks between them, where {@code command} is not set. */
    @Parameter(property = "envdrift.command")
    @Nullable
    String commandLine;

    /** Names of variables that the files may set although they load code into the program, such as {@code LD_PRELOAD}. */
    @Parameter(property = "envdrift.allow")
    List<String> allow = new ArrayList<>();

    /** Creates the goal. */
    public RunMojo() {}

    @Override
    void run(Envdrift envdrift) throws MojoFailureException {
        List<String> program = command.isEmpty() && commandLine != null
                ? List.of(commandLine.strip().split("\\s+", -1))
                : command;
        if (program.isEmpty() || program.getFirst().isEmpty()) {
            throw new MojoFailureException("envdrift: no command: set <command>, or -Denvdrift.command=\"…\"");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String file : files.isEmpty() ? List.of(".env") : files) {
            EnvValues read = envdrift.values(Path.of(file));
            read.warnings().forEach(warning -> getLog().warn(OneLine.of(warning)));
            values.putAll(read.toMap());
        }
        Set<String> removed =
                System.getenv().keySet().stream().filter(ReadVariables::isOwn).collect(Collectors.toSet());
        values.keySet().removeIf(name -> ReadVariables.isOwn(name) || System.getenv(name) != null);
        requireHarmless(values);
        int status = GuardedChild.run(
                program, new ChildEnvironment(values, removed), directory == null ? Path.of("") : directory.toPath());
        if (status != 0) {
            throw new MojoFailureException("envdrift: " + program.getFirst() + " ended with status " + status);
        }
    }

    private void requireHarmless(Map<String, String> values) {
        values.forEach(ReadVariables::requireUsable);
        try {
            LoaderVariables.check(values, Set.copyOf(allow))
                    .forEach(name ->
                            getLog().warn(name + " comes from an env file and can make the command run other code"));
        } catch (EnvdriftException e) {
            throw new EnvdriftException(
                    e.code(), e.getMessage(), "remove it from the env file, or allow it with -Denvdrift.allow=NAME", e);
        }
    }
}
