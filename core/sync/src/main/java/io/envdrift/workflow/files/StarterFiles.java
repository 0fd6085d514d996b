package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.files.FileErrors;
import io.envdrift.git.WorkTree;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.EnvFileNames;
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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The env files of a project that a first configuration maps, and those that it leaves out.
 *
 * @param found sorted by folder and name
 * @param leftOut sorted by path
 */
public record StarterFiles(List<Found> found, List<LeftOut> leftOut) {
    private static final int DEPTH = 5;
    private static final Set<String> SKIPPED = Set.of("node_modules", "target", "build", "dist", "vendor", "venv");

    /** Copies the lists. */
    public StarterFiles {
        found = List.copyOf(found);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * An env file that becomes a mapping.
     *
     * @param folder relative to the project, with {@code /}; {@code .} for the project itself
     * @param name the file's name
     * @param environment as the public key in the file says, else the name; empty for {@code .env}
     * @param encrypted whether every value of it is encrypted
     */
    public record Found(String folder, String name, String environment, boolean encrypted) {}

    /**
     * A file that looks like an env file and is not mapped.
     *
     * @param path relative to the project, with {@code /}
     * @param reason why, in a few words
     */
    public record LeftOut(String path, String reason) {}

    /**
     * Finds them; hidden directories and those of build tools are left out.
     *
     * @throws EnvdriftException {@code FILE_ACCESS} when the project cannot be listed
     */
    public static StarterFiles in(Path project) {
        List<Path> files = candidates(project);
        Set<Path> committed = WorkTree.of(project)
                .filter(WorkTree::isKnownToGit)
                .map(tree -> (Set<Path>) new HashSet<>(tree.notIgnored(files)))
                .orElseGet(() -> new HashSet<>(files));
        List<Found> found = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            String folder = folderOf(project, file);
            Optional<String> objection = EnvFileNames.objection(name)
                    .or(() -> committed.contains(file)
                            ? Optional.empty()
                            : Optional.of("ignored by git; remove it from .gitignore to share it encrypted"));
            if (objection.isPresent()) {
                leftOut.add(new LeftOut(shown(folder, name), objection.get()));
                continue;
            }
            try {
                EncryptionState state = EncryptionState.of(EnvFile.read(file));
                Found one = new Found(
                        folder, name, environment(state, name), state.kind() == EncryptionState.Kind.ENCRYPTED);
                String key =
                        folder + "/" + KeyNames.ofEnvironment(one.environment()).privateKey();
                if (keys.add(key)) {
                    found.add(one);
                } else {
                    leftOut.add(new LeftOut(
                            shown(folder, name),
                            "its key would have the name of another file's, "
                                    + KeyNames.ofEnvironment(one.environment()).privateKey()));
                }
            } catch (EnvdriftException e) {
                leftOut.add(
                        new LeftOut(shown(folder, name), "it cannot be read as text, or another tool encrypted it"));
            }
        }
        return new StarterFiles(found, leftOut);
    }

    private static List<Path> candidates(Path project) {
        List<Path> files = new ArrayList<>();
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
                    if (attributes.isRegularFile() && EnvFileNames.concerns(String.valueOf(file.getFileName()))) {
                        files.add(file);
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
        // The keys of .env.PRODUCTION and .env.production have one name, so only the usual spelling is mapped.
        files.sort(Comparator.comparing((Path file) -> folderOf(project, file))
                .thenComparing(file -> hasCapitals(String.valueOf(file.getFileName())))
                .thenComparing(file -> String.valueOf(file.getFileName())));
        return files;
    }

    /** The header of an encrypted file says which key is its own; otherwise the name does. */
    private static String environment(EncryptionState state, String name) {
        state.requireNoSops();
        String byName = name.equals(".env") ? "" : name.substring(".env.".length());
        return state.keyNames()
                .filter(header -> !header.equals(KeyNames.ofEnvironment(byName)))
                .map(header -> header.suffix().isEmpty()
                        ? ""
                        : header.suffix().substring(1).toLowerCase(Locale.ROOT))
                .filter(environment -> environment.matches("[a-z0-9._-]*"))
                .orElse(byName);
    }

    private static boolean hasCapitals(String name) {
        return !name.equals(name.toLowerCase(Locale.ROOT));
    }

    private static String folderOf(Path project, Path file) {
        Path folder = project.relativize(file).getParent();
        return folder == null ? "." : folder.toString().replace('\\', '/');
    }

    private static String shown(String folder, String name) {
        return folder.equals(".") ? name : folder + "/" + name;
    }
}
