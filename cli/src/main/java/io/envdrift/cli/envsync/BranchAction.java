package io.envdrift.cli.envsync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.Outline;
import java.util.Optional;
import java.util.function.Function;
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

    /**
     * Returns what is found of a branch, or else of the one to fall back to.
     *
     * @throws EnvdriftException {@code SECRET_NOT_FOUND} when nothing was pushed to either
     */
    static <T> T firstOf(String branch, String fallback, Function<String, Optional<T>> find) {
        return find.apply(branch)
                .or(() -> find.apply(fallback))
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.SECRET_NOT_FOUND,
                        "Nothing was pushed to branch '" + branch + "' yet, nor to '" + fallback + "'",
                        "check the names of both branches; envsync push makes a branch"));
    }
}
