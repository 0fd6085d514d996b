package io.envdrift.cli.levels;

import io.envdrift.base.Secret;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import java.util.List;

/** A command about one version of a level. */
abstract class VersionAction extends PathAction {
    private String version = "";
    private List<String> oldKeys = List.of();

    VersionAction(Host host) {
        super(host);
    }

    @Override
    public void declare(CommandOptions options) {
        super.declare(options);
        options.value("--version", "ID", "The version; see 'levels versions'.", text -> version = text)
                .required(true);
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
