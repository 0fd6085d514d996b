package io.envdrift.workflow.gitfilter;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import io.envdrift.git.GitDirectory;
import io.envdrift.sync.EnvFileLocation;
import io.envdrift.workflow.Project;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The name that git has for the env file of a mapping. */
final class FilteredPath {
    private FilteredPath() {}

    /**
     * Returns it also where the file is not there, as in a sparse checkout; nothing where it cannot be told, and where the file is
     * another repository's, as in a submodule.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when a line end is in it: git would go on to see the file in plaintext
     */
    static Optional<String> of(Project project, Mapping mapping, GitDirectory git) {
        if (mapping.problem().isPresent()) {
            return Optional.empty();
        }
        Path usual = mapping.folder().resolve(mapping.envFile().orElse(mapping.usualEnvFile()));
        Optional<Path> file;
        try {
            file = switch (project.locator().locate(mapping)) {
                case EnvFileLocation.Found(var found) -> Optional.of(found);
                case EnvFileLocation.NotFound(var expected) ->
                    Optional.of(mapping.folder().resolve(expected));
                case EnvFileLocation.NoFolder any -> Optional.of(usual);
                case EnvFileLocation.Ambiguous any -> Optional.empty();
            };
        } catch (EnvdriftException e) {
            // Every other command reports what is wrong with this file.
            return Optional.empty();
        }
        return file.map(Path::normalize)
                .filter(path -> path.startsWith(git.top()) && !isInAnotherRepository(path, git.top()))
                .map(path -> requireOneLine(written(git.top().relativize(path))));
    }

    private static boolean isInAnotherRepository(Path file, Path top) {
        for (Path folder = file.getParent(); folder != null && !folder.equals(top); folder = folder.getParent()) {
            if (Files.exists(folder.resolve(".git"))) {
                return true;
            }
        }
        return false;
    }

    /** A hook's list has a line for each. */
    private static String requireOneLine(String path) {
        if (path.indexOf('\n') >= 0) {
            throw new EnvdriftException(
                    ErrorCode.UNSUITABLE_FILE,
                    path.replace("\n", "\\n")
                            + ": git cannot be made to see it encrypted, for a line end is in its path",
                    "give the folder another name, or take its mapping out of the configuration");
        }
        return path;
    }

    /** Returns a path as git writes it. */
    static String written(Path path) {
        return path.toString().replace(File.separatorChar, '/');
    }
}
