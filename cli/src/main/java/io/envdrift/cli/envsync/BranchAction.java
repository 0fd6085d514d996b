package io.envdrift.cli.envsync;

import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command on one branch of a project. */
abstract class BranchAction extends EnvSyncAction {
    private @Nullable String branch;

    BranchAction(Host host, Outline outline) {
        super(host, outline);
    }

    @Override
    public void declare(CommandOptions options) {
        options.value(
                "--branch",
                "NAME",
                "Branch (default: git's, else the CI system's, ENVSYNC_BRANCH, main).",
                text -> branch = text);
        super.declare(options);
    }

    final String branch(EnvSyncSession session) {
        return session.branch(Optional.ofNullable(branch));
    }
}
