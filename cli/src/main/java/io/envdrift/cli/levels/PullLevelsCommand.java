package io.envdrift.cli.levels;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;

/** {@code levels pull}: the merged values of a path, printed or written to a file. */
final class PullLevelsCommand extends ValuesAction {
    PullLevelsCommand(Host host) {
        super(host, "env");
    }

    @Override
    public Outline outline() {
        return Outline.of(
                "pull",
                "Decrypt and merge the levels of a path, and print the values or write them to a file.",
                "Messages go to standard error. A level that does not decrypt or parse fails the command, and so does a"
                        + " pull of nothing.");
    }
}
