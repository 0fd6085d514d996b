package io.envdrift.cli.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.CommandOptions;
import io.envdrift.levels.PulledLevels;
import io.envdrift.levels.merge.Resolved;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether references between values are resolved. */
final class Resolution {

    private boolean resolve;
    private boolean fromEnvironment;

    void declare(CommandOptions options) {
        options.flag("-r, --resolve", "Resolve ${NAME} and $NAME between the values.", on -> resolve = on);
        options.flag(
                "--from-environment",
                "With --resolve: references may name variables of this process too.",
                on -> fromEnvironment = on);
    }

    /** Returns what a command is given, whose values are always resolved. */
    Map<String, String> resolved(LevelsSession session, PulledLevels pulled) {
        Map<String, String> visible = new HashMap<>();
        if (fromEnvironment) {
            visible.putAll(session.host().environment());
            visible.keySet().removeIf(LevelsVariables::isOwn);
        }
        Resolved resolved = pulled.resolved(visible);
        if (!resolved.problems().isEmpty()) {
            String problems = resolved.problems().entrySet().stream()
                    .map(each -> each.getKey() + ": " + each.getValue())
                    .collect(Collectors.joining("; "));
            throw new EnvdriftException(
                    ErrorCode.INTERPOLATION,
                    "references of " + pulled.path() + " cannot be resolved: " + problems,
                    "single quotes around a value keep it as it is; levels explain NAME shows which level has it");
        }
        return resolved.values();
    }

    boolean isAskedFor() {
        return resolve;
    }

    /** Returns the values, resolved where that was asked for. */
    Map<String, String> values(LevelsSession session, PulledLevels pulled) {
        if (fromEnvironment && !resolve) {
            throw new EnvdriftException(
                    ErrorCode.USAGE, "--from-environment says how to resolve", "add --resolve, or leave it away");
        }
        return resolve ? resolved(session, pulled) : pulled.values();
    }
}
