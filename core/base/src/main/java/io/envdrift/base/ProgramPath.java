package io.envdrift.base;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds programs in the directories of {@code PATH}, of which relative ones are left out: a repository could bring a {@code git}
 * of its own, and Windows looks into the working directory first, whatever {@code PATH} says.
 */
public final class ProgramPath {
    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private static final String[] ENDINGS = WINDOWS ? new String[] {".exe", ".cmd"} : new String[] {""};

    /** Where Unix systems look when there is no such variable. */
    private static final String USUAL = WINDOWS ? "" : "/usr/bin" + File.pathSeparator + "/bin";

    private ProgramPath() {}

    /**
     * Finds a program.
     *
     * @param name without a directory, and without the ending that programs have on Windows
     * @param environment the variables of the process
     * @return the program's file, absolute; nothing when no directory of {@code PATH} has it
     */
    public static Optional<Path> find(String name, Map<String, String> environment) {
        for (String entry : path(environment).split(File.pathSeparator, -1)) {
            Path directory = directory(entry);
            for (String ending : ENDINGS) {
                Path program = directory == null ? null : directory.resolve(name + ending);
                if (program != null && Files.isRegularFile(program) && Files.isExecutable(program)) {
                    return Optional.of(program);
                }
            }
        }
        return Optional.empty();
    }

    private static String path(Map<String, String> environment) {
        String path = environment.get("PATH");
        if (path == null && WINDOWS) {
            for (Map.Entry<String, String> variable : environment.entrySet()) {
                if (variable.getKey().equalsIgnoreCase("PATH")) {
                    path = variable.getValue();
                }
            }
        }
        return path == null ? USUAL : path;
    }

    private static @Nullable Path directory(String entry) {
        try {
            Path directory = Path.of(entry);
            return directory.isAbsolute() ? directory : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
