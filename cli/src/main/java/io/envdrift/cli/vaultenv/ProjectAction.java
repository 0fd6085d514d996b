package io.envdrift.cli.vaultenv;

import io.envdrift.cli.Host;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that needs a project's key. */
abstract class ProjectAction extends ServerAction {
    @Option(
            names = "--project",
            paramLabel = "NAME",
            description = "Use the key saved under this name (see 'key save').")
    private @Nullable String project;

    ProjectAction(Host host) {
        super(host);
    }

    @Override
    final Optional<String> keyName() {
        return Optional.ofNullable(project);
    }
}
