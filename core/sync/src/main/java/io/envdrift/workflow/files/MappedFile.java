package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import io.envdrift.sync.EnvFileLocation;
import io.envdrift.workflow.Project;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The env file of a mapping, or why there is none to work on.
 *
 * @param mapping the mapping
 * @param name the file as the user knows it
 * @param file the file, links resolved
 * @param instead what becomes of the mapping when there is no file
 */
public record MappedFile(Mapping mapping, String name, Optional<Path> file, Optional<FileOutcome> instead) {

    /** Finds the file of a mapping, or says what becomes of a mapping without one, or without a valid vault. */
    static MappedFile ofValid(Project project, Mapping mapping) {
        MappedFile located = locate(project, mapping);
        try {
            if (mapping.problem().isEmpty()) {
                project.requireValidVault(mapping);
            }
            return located;
        } catch (EnvdriftException e) {
            return new MappedFile(mapping, located.name(), Optional.empty(), Optional.of(new FileOutcome.Failed(e, 0)));
        }
    }

    /** Finds the file of a mapping, or says what becomes of the mapping without one. */
    public static MappedFile locate(Project project, Mapping mapping) {
        try {
            if (mapping.problem().isPresent()) {
                throw mapping.problem().get();
            }
            return switch (project.locator().locate(mapping)) {
                case EnvFileLocation.Found(var file) ->
                    new MappedFile(mapping, inFolder(mapping, file), Optional.of(file), Optional.empty());
                case EnvFileLocation.NotFound(var expected) ->
                    without(mapping, expected, new FileOutcome.Skipped("not found"));
                case EnvFileLocation.Ambiguous several ->
                    without(mapping, "", new FileOutcome.Ambiguous(several.reason()));
                case EnvFileLocation.NoFolder none -> throw none.failure();
            };
        } catch (EnvdriftException e) {
            return without(mapping, "", new FileOutcome.Failed(e, 0));
        }
    }

    /**
     * Returns the env file of a mapping for reading.
     *
     * @throws EnvdriftException {@code FILE_NOT_FOUND} when there is none, or several; what makes the mapping unusable
     */
    public static Path require(Project project, Mapping mapping) {
        MappedFile found = locate(project, mapping);
        return found.file().orElseThrow(() -> switch (found.instead().orElseThrow()) {
            case FileOutcome.Failed failed -> failed.failure();
            case FileOutcome.Skipped(var reason, var remarks) -> absent(found, reason);
            case FileOutcome.Ambiguous(var reason) -> absent(found, reason);
            default -> new EnvdriftException(ErrorCode.FILE_NOT_FOUND, found.name() + ": not found");
        });
    }

    private static EnvdriftException absent(MappedFile found, String reason) {
        return new EnvdriftException(
                ErrorCode.FILE_NOT_FOUND, found.name() + ": " + reason, "name the file with env_file");
    }

    private static MappedFile without(Mapping mapping, String expected, FileOutcome instead) {
        return new MappedFile(mapping, shown(mapping, expected), Optional.empty(), Optional.of(instead));
    }

    private static String inFolder(Mapping mapping, Path file) {
        Path folder = mapping.folder();
        return shown(
                mapping,
                file.startsWith(folder) ? folder.relativize(file).toString() : String.valueOf(file.getFileName()));
    }

    private static String shown(Mapping mapping, String file) {
        String folder = mapping.folderPath();
        if (file.isEmpty()) {
            return folder;
        }
        return folder.equals(".") ? file : folder + (folder.endsWith("/") ? "" : "/") + file;
    }
}
