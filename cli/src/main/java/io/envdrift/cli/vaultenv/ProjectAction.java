package io.envdrift.cli.vaultenv;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command that needs a project's key. */
abstract class ProjectAction extends VaultEnvAction {
    private @Nullable String project;

    ProjectAction(Host host, Outline outline) {
        super(host, outline);
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.value(
                "--project", "NAME", "Use the key saved under this name (see 'key save').", text -> project = text);
    }

    @Override
    final Optional<String> keyName() {
        return Optional.ofNullable(project);
    }
}
