package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.Mapping;
import io.envdrift.sync.EnvFileLocation;
import io.envdrift.sync.EnvFileLocator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which env files are meant when none is named: those of the mappings whose folder is, or is nearest above, the
 * working directory; without such a mapping {@code .env.<environment>} or {@code .env} in the working directory.
 *
 * @param environment only mappings of this environment
 * @param profile only mappings tagged with exactly this profile; without it only untagged ones
 */
public record ChosenFiles(Optional<String> environment, Optional<String> profile) {
    /**
     * Finds the files, in the order of the configuration.
     *
     * @param config the configuration, where there is one
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no mapping fits the profile, {@code FILE_NOT_FOUND} when a
     *     file is not there
     */
    public List<Path> find(Path workingDirectory, Optional<EnvdriftConfig> config) {
        Path plain = workingDirectory.resolve(".env");
        if (environment.isEmpty() && profile.isEmpty() && Files.exists(plain)) {
            return List.of(plain);
        }
        List<Mapping> mappings =
                config.map(read -> mappings(workingDirectory, read)).orElse(List.of());
        if (!mappings.isEmpty()) {
            EnvFileLocator locator =
                    new EnvFileLocator(config.orElseThrow().sync().mappings());
            return mappings.stream().map(mapping -> located(locator, mapping)).toList();
        }
        if (profile.isPresent()) {
            throw new EnvdriftException(
                    ErrorCode.NOTHING_SELECTED,
                    "No mapping of this folder belongs to profile '" + profile.get() + "'",
                    "name the files with -f");
        }
        return List.of(environment
                .map(name -> plain.resolveSibling(Mapping.envFileOf(name)))
                .orElse(plain));
    }

    private List<Mapping> mappings(Path workingDirectory, EnvdriftConfig config) {
        List<Mapping> above = config.sync().mappings().stream()
                .filter(mapping -> mapping.problem().isEmpty() && workingDirectory.startsWith(mapping.folder()))
                .filter(mapping -> mapping.profile().equals(profile))
                .filter(mapping ->
                        environment.isEmpty() || mapping.environment().equals(environment.get()))
                .toList();
        Optional<Path> nearest = above.stream().map(Mapping::folder).max(Comparator.comparingInt(Path::getNameCount));
        Stream<Mapping> there =
                above.stream().filter(mapping -> mapping.folder().equals(nearest.orElse(null)));
        return there.toList();
    }

    private static Path located(EnvFileLocator locator, Mapping mapping) {
        return switch (locator.locate(mapping)) {
            case EnvFileLocation.Found(var file) -> file;
            case EnvFileLocation.NotFound(var expected) ->
                throw missing(mapping.folder().resolve(expected) + " not found");
            case EnvFileLocation.Ambiguous(var names) ->
                throw missing("several env files fit in " + mapping.folderPath() + ": " + String.join(", ", names));
            case EnvFileLocation.NoFolder(var reason) -> throw missing(reason);
        };
    }

    private static EnvdriftException missing(String what) {
        return new EnvdriftException(ErrorCode.FILE_NOT_FOUND, what, "name the files with -f");
    }
}
