package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Variables that make a program run other code before its own: whoever may change a line of an env file would decide
 * what the command does. Variables that load code into any program are refused unless the user allows them by name;
 * those with common harmless uses cause a warning.
 */
public final class LoaderVariables {
    private static final Set<String> REFUSED = Set.of("BASH_ENV", "GCONV_PATH", "SHELLOPTS", "ZDOTDIR");

    private static final List<String> REFUSED_PREFIXES = List.of("LD_", "DYLD_", "BASH_FUNC_");

    /** Read by a shell, which runs commands in them; a plain word in them, as in {@code ENV=production}, does nothing. */
    private static final Set<String> REFUSED_UNLESS_PLAIN = Set.of("ENV", "PS4");

    private static final Set<String> WARNED = Set.of(
            "CLASSPATH",
            "DOTNET_STARTUP_HOOKS",
            "GIT_ASKPASS",
            "GIT_CONFIG_COUNT",
            "GIT_CONFIG_GLOBAL",
            "GIT_EXEC_PATH",
            "GIT_EXTERNAL_DIFF",
            "GIT_SSH",
            "GIT_SSH_COMMAND",
            "GIT_TEMPLATE_DIR",
            "IFS",
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "LESSOPEN",
            "LUA_INIT",
            "NODE_OPTIONS",
            "NODE_PATH",
            "OPENSSL_CONF",
            "OPENSSL_MODULES",
            "PATH",
            "PERL5DB",
            "PERL5LIB",
            "PERL5OPT",
            "PHPRC",
            "PHP_INI_SCAN_DIR",
            "PYTHONHOME",
            "PYTHONPATH",
            "PYTHONSTARTUP",
            "RUBYLIB",
            "RUBYOPT",
            "_JAVA_OPTIONS");

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
        return REFUSED.contains(name)
                || REFUSED_PREFIXES.stream().anyMatch(name::startsWith)
                || (REFUSED_UNLESS_PLAIN.contains(name)
                        && (value.contains("/") || value.contains("$") || value.contains("`")));
    }
}
