package io.envdrift.workflow.examine;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenvx.GateFinding;
import java.util.List;

/**
 * What an examination found about one thing.
 *
 * @param topic what it is about
 * @param severity how bad it is
 * @param text one line
 * @param advice what to do, in words; empty when there is nothing to do or a command says it
 * @param command the words of the command that mends it; empty when there is none
 * @param file the env file it is about, as the user knows it; empty when it is about something else
 * @param gate what the gates find in that file
 */
public record Finding(
        Topic topic,
        Severity severity,
        String text,
        String advice,
        List<String> command,
        String file,
        List<GateFinding> gate) {
    /** What a finding is about. */
    public enum Topic {
        /** The JDK, the clock. */
        MACHINE,
        /** The configuration file. */
        CONFIGURATION,
        /** Reaching a vault. */
        VAULT,
        /** Env files and keys files. */
        FILES,
        /** Who may read them. */
        PERMISSIONS,
        /** What git tracks and ignores. */
        GIT
    }

    /** How bad it is. */
    public enum Severity {
        /** As it should be. */
        GOOD,
        /** Worth a look. */
        WARNING,
        /** Something does not work, or is not safe. */
        PROBLEM
    }

    /** Copies the lists. */
    public Finding {
        command = List.copyOf(command);
        gate = List.copyOf(gate);
    }

    Finding at(String envFile, List<GateFinding> found) {
        return new Finding(topic, severity, text, advice, command, envFile, found);
    }

    static Finding good(Topic topic, String text) {
        return of(topic, Severity.GOOD, text, "");
    }

    static Finding mended(Topic topic, Severity severity, String text, String... command) {
        return new Finding(topic, severity, text, "", List.of(command), "", List.of());
    }

    /** Makes a finding with advice in words; empty for none. */
    public static Finding of(Topic topic, Severity severity, String text, String advice) {
        return new Finding(topic, severity, text, advice, List.of(), "", List.of());
    }

    /** Makes a finding of an error. */
    public static Finding of(Topic topic, EnvdriftException problem) {
        return of(topic, Severity.PROBLEM, problem.getMessage(), problem.hint().orElse(""));
    }
}
