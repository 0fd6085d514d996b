package io.envdrift.cli.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.Host;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the commands on single files share. */
final class Backends {
    private Backends() {}

    /**
     * Refuses another encryption backend than dotenvx.
     *
     * @throws EnvdriftException {@code NOT_PORTED} for sops, {@code USAGE} for anything unknown
     */
    static void requireDotenvx(@Nullable String backend) {
        if (backend == null || backend.equals("dotenvx")) {
            return;
        }
        if (backend.equals("sops")) {
            throw new EnvdriftException(
                    ErrorCode.NOT_PORTED,
                    "The SOPS backend is not part of envdrift for Java",
                    "use sops itself for this file");
        }
        throw new EnvdriftException(ErrorCode.USAGE, "Unknown backend '" + backend + "'", "the backend is dotenvx");
    }

    /** Returns a path as the user would write it here. */
    static String shown(Host host, Path file) {
        Path here = host.workingDirectory();
        return file.startsWith(here) ? here.relativize(file).toString() : file.toString();
    }
}
