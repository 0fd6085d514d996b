package io.envdrift.cli.levels;

import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;

/** {@code levels export}: as a pull, in the form of a shell unless another one is asked for. */
final class ExportLevelsCommand extends ValuesAction {
    ExportLevelsCommand(Host host) {
        super(host, "shell");
    }

    @Override
    public Outline outline() {
        return Outline.of(
                "export",
                "Print the values of a path for another program: a shell, unless --format says otherwise.",
                "In a shell: eval \"$(envdrift levels export PATH)\". Nothing in a value is run.");
    }
}
