package io.envdrift.workflow.files;

import io.envdrift.files.FileErrors;
import io.envdrift.sync.EnvFileLocator;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A first {@code envdrift.toml}, made from the env files that a project has. */
public final class StarterConfig {
    private static final int DEPTH = 5;
    private static final Set<String> SKIPPED = Set.of("node_modules", "target", "build", "dist", "vendor", "venv");
    private static final String PLAIN = ".env";
    private static final String PRODUCTION = "production";

    private StarterConfig() {}

    /**
     * An env file that becomes a mapping.
     *
     * @param folder relative to the project, with {@code /}; {@code .} for the project itself
     * @param name the file's name
     */
    public record Found(String folder, String name) {
        /** Returns the environment that the name says; a plain {@code .env} is taken for production. */
        public String environment() {
            return name.equals(PLAIN) ? PRODUCTION : name.substring(PLAIN.length() + 1);
        }
    }

    /**
     * Finds env files, sorted; hidden directories and those of build tools are left out.
     *
     * @throws io.envdrift.base.EnvdriftException {@code FILE_ACCESS} when the project cannot be listed
     */
    public static List<Found> find(Path project) {
        List<Found> found = new ArrayList<>();
        try {
            Files.walkFileTree(project, EnumSet.noneOf(FileVisitOption.class), DEPTH, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    String name = String.valueOf(directory.getFileName());
                    boolean skipped = !directory.equals(project) && (name.startsWith(".") || SKIPPED.contains(name));
                    return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = String.valueOf(file.getFileName());
                    if (attributes.isRegularFile() && isEnvFile(name)) {
                        found.add(new Found(folderOf(project, file), name));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw FileErrors.failed("list", project, e);
        }
        found.sort(Comparator.comparing(Found::folder).thenComparing(Found::name));
        return List.copyOf(found);
    }

    /**
     * Returns the text of the configuration.
     *
     * @param vault the lines of the vault's tables
     * @param projectName goes into the secrets' names where a file lies in the project's own folder
     */
    public static String text(String vault, String projectName, List<Found> files) {
        StringBuilder text =
                new StringBuilder("# Made by envdrift init. Every key: docs/configuration.md\n").append(vault);
        for (Found file : files) {
            text.append("\n[[vault.sync.mappings]]\n");
            line(text, "secret_name", secretName(projectName, file));
            line(text, "folder_path", file.folder());
            line(text, "environment", file.environment());
            if (file.name().equals(PLAIN)) {
                line(text, "env_file", PLAIN);
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

    /** Returns a name of letters, digits and dashes: every vault takes it. */
    private static String secretName(String projectName, Found file) {
        String where = file.folder().equals(".") ? projectName : file.folder();
        return (where + "-" + file.environment() + "-key")
                .replaceAll("[^A-Za-z0-9]+", "-")
                .replaceAll("^-+", "");
    }

    private static boolean isEnvFile(String name) {
        return (name.equals(PLAIN) || name.matches("\\.env\\.[A-Za-z0-9._-]+"))
                && !EnvFileLocator.isCompanion(name)
                && !name.startsWith(".env.keys")
                && !name.endsWith(".tmp");
    }

    private static String folderOf(Path project, Path file) {
        Path folder = project.relativize(file).getParent();
        return folder == null ? "." : folder.toString().replace('\\', '/');
    }
}
