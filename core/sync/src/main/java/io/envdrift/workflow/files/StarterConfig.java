package io.envdrift.workflow.files;

import io.envdrift.config.Mapping;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A first {@code envdrift.toml}, made from the env files that a project has. */
public final class StarterConfig {
    private StarterConfig() {}

    /**
     * Returns the text of the configuration. Each file gets a secret of its own.
     *
     * @param vault the lines of the vault's tables
     * @param projectName goes into the secrets' names where a file lies in the project's own folder
     */
    public static String text(String vault, String projectName, List<StarterFiles.Found> files) {
        StringBuilder text = new StringBuilder("# Made by envdrift init. Every key: docs/configuration.md\n")
                .append(vault.stripTrailing())
                .append('\n');
        Set<String> taken = new HashSet<>();
        for (StarterFiles.Found file : files) {
            text.append("\n[[vault.sync.mappings]]\n");
            line(text, "secret_name", secretName(projectName, file, taken));
            line(text, "folder_path", file.folder());
            line(text, "environment", file.environment());
            if (!file.name().equals(Mapping.envFileOf(file.environment()))) {
                line(text, "env_file", file.name());
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key)
                .append(" = \"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append("\"\n");
    }

    /** Returns a name of letters, digits and dashes, which every vault takes; no two differ in letter case only. */
    private static String secretName(String projectName, StarterFiles.Found file, Set<String> taken) {
        String where = file.folder().equals(".") ? projectName : file.folder();
        String environment = file.environment().isEmpty() ? "" : "-" + file.environment();
        String name =
                (where + environment + "-key").replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-+", "");
        for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = name.replaceAll("(-\\d+)?$", "-" + i);
        }
        return name;
    }
}
