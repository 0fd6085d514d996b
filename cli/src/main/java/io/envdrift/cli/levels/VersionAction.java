package io.envdrift.cli.levels;

import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import java.util.List;

/** A command about one version of a level. */
abstract class VersionAction extends PathAction {
    private String version = "";
    private List<String> oldKeys = List.of();

    private final String unless;

    /**
     * Creates the command.
     *
     * @param unless what happens without a version, for the help; empty where it has to be named
     */
    VersionAction(Host host, String unless, Outline outline) {
        super(host, outline);
        this.unless = unless;
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.value("--version", "ID", "The version; see 'levels versions'." + unless, text -> version = text)
                .required(unless.isEmpty());
        options.values(
                "--old-key",
                "FILE",
                "File with a former client key that the version is under; may be repeated.",
                String.class,
                given -> oldKeys = given);
    }

    final String version() {
        return version;
    }

    final List<Secret> oldKeys(LevelsSession session) {
        return oldKeys.stream().map(session::secret).toList();
    }
}
