package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Variables that make a program run code of somebody's choice before its own: who may change a line of an env file would
 * decide what the command does. Those that load into any program are refused unless the user allows them by name; those
 * that have common harmless uses are told.
 */
public final class LoaderVariables {
    private static final Set<String> WARNED = Set.of(
            "GIT_SSH_COMMAND",
            "IFS",
            "JAVA_TOOL_OPTIONS",
            "NODE_OPTIONS",
            "PATH",
            "PERL5OPT",
            "PYTHONSTARTUP",
            "RUBYOPT");

    private LoaderVariables() {}

    /**
     * Judges what an env file changes in the environment of a command.
     *
     * @param changed only the variables that the command would not have otherwise, or not with this value
     * @param allowed names that the user allows
     * @return the names to warn of, sorted
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when a variable loads code into any program
     */
    public static Set<String> check(Map<String, String> changed, Set<String> allowed) {
        Set<String> warned = new TreeSet<>();
        changed.forEach((name, value) -> {
            if (allowed.contains(name)) {
                return;
            }
            if (loadsCode(name, value)) {
                throw new EnvdriftException(
                        ErrorCode.UNSUITABLE_FILE,
                        name + " would load code into the command, which was not started",
                        "remove it from the env file, or allow it with --allow " + name);
            }
            if (WARNED.contains(name)) {
                warned.add(name);
            }
        });
        return warned;
    }

    private static boolean loadsCode(String name, String value) {
        return name.startsWith("LD_")
                || name.startsWith("DYLD_")
                || name.equals("BASH_ENV")
                // A plain word, such as ENV=production, names no file that a shell would read by itself.
                || (name.equals("ENV") && (value.contains("/") || value.contains("$") || value.contains("`")));
    }
}
