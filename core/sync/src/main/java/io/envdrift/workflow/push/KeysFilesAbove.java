package io.envdrift.workflow.push;

import io.envdrift.base.EnvdriftException;
import io.envdrift.config.SyncSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys files in the folders above an env file's: dotenvx 2 keeps the key of {@code services/app/.env} in the directory where it
 * was started, so that a project's keys may all lie in its root.
 */
final class KeysFilesAbove {
    private KeysFilesAbove() {}

    /**
     * Finds them, the nearest first.
     *
     * @param folder where the env file is, absolute, links resolved
     * @param root the uppermost folder that is looked at; nothing is found where the folder is not below it
     */
    static List<Path> of(Path folder, Path root, SyncSettings settings) {
        List<Path> found = new ArrayList<>();
        for (Path above = folder; above.startsWith(root) && !above.equals(root); ) {
            above = Objects.requireNonNull(above.getParent());
            Path place = above;
            Stream.of(settings, SyncSettings.none())
                    .flatMap(each -> at(place, each).stream())
                    .distinct()
                    .forEach(found::add);
        }
        return List.copyOf(found);
    }

    private static Optional<Path> at(Path folder, SyncSettings settings) {
        try {
            return Optional.of(settings.keysFileIn(folder)).filter(Files::isRegularFile);
        } catch (EnvdriftException e) {
            // A link that leads elsewhere belongs to another project.
            return Optional.empty();
        }
    }
}
