package io.envdrift.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.crypto.Sha256;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The highest version this user has seen of each environment, in {@code ~/.vault/state/<projectId>/}: by it a server
 * that goes back to an older version is noticed. One file per environment, named by a digest because environment names
 * may be anything.
 *
 * <p>A file that cannot be read or written, as in many containers, is no error.
 */
public final class EnvironmentMemory {
    private static final int NAME_LENGTH = 32;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final VaultHome home;
    private final Path directory;

    /**
     * Creates the memory of a project.
     *
     * @throws EnvdriftException {@code VAULT_KEY} when the project id cannot be part of a path
     */
    public EnvironmentMemory(VaultHome home, String projectId) {
        this.home = home;
        this.directory = home.directory().resolve("state").resolve(VaultHome.requireSafe(projectId));
    }

    /** Returns the highest version that was seen. */
    public OptionalLong highest(String environment) {
        try {
            return home.read(file(environment)).map(String::strip).stream()
                    .filter(text -> NUMBER.matcher(text).matches())
                    .mapToLong(Long::parseLong)
                    .findFirst();
        } catch (EnvdriftException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Notes the version that a server answered with.
     *
     * @return a warning when a higher one was seen before
     */
    public Optional<String> note(String environment, long version) {
        long highest = highest(environment).orElse(-1);
        if (highest > version) {
            return Optional.of("The server answered with version " + version + " of '" + environment
                    + "', but version " + highest + " was seen before: it may have been restored from a backup,"
                    + " or somebody serves old secrets");
        }
        if (highest < version) {
            try {
                home.write(file(environment), version + "\n");
            } catch (EnvdriftException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Path file(String environment) {
        return directory.resolve(Sha256.hex(environment).substring(0, NAME_LENGTH));
    }
}
