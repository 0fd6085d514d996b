package io.envdrift.cli.base;

import io.envdrift.config.EnvdriftConfig;
import io.envdrift.workflow.Project;
import java.util.List;
import java.util.Optional;

/** The project of a command that also works without one: nothing where there is no configuration. */
public record OptionalProject(Optional<ProjectOpener.Opened> opened) implements AutoCloseable {
    /** Returns the project. */
    public Optional<Project> project() {
        return opened.map(ProjectOpener.Opened::project);
    }

    /** Returns its configuration. */
    public Optional<EnvdriftConfig> config() {
        return project().map(Project::config);
    }

    /** Returns what the configuration warns of. */
    List<String> warnings() {
        return opened.map(ProjectOpener.Opened::warnings).orElse(List.of());
    }

    @Override
    public void close() {
        opened.ifPresent(ProjectOpener.Opened::close);
    }
}
