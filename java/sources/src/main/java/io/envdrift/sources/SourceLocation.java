package io.envdrift.sources;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.levels.protocol.LevelPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A location as a configuration names it: {@code .env.production}, {@code mapping:app-key},
 * {@code vault-env:production}, {@code levels:acme/backend/production} or {@code envsync:project-123/main};
 * {@code envdrift:} may stand before it, and {@code optional:} before that. A place without a name (nothing, or
 * {@code /} at the end) stands for one source per active profile, with the profile's name.
 */
public final class SourceLocation {
    /** What may stand before a location, to tell it from those of others. */
    public static final String PREFIX = "envdrift:";

    private static final String OPTIONAL = "optional:";

    private enum Kind {
        FILE(""),
        MAPPING("mapping:"),
        VAULT_ENV("vault-env:"),
        LEVELS("levels:"),
        ENVSYNC("envsync:");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        static Kind of(String text) {
            return List.of(MAPPING, VAULT_ENV, LEVELS, ENVSYNC).stream()
                    .filter(kind -> text.startsWith(kind.prefix))
                    .findFirst()
                    .orElse(FILE);
        }
    }

    private final Kind kind;
    private final String name;
    private final boolean optional;

    private SourceLocation(Kind kind, String name, boolean optional) {
        this.kind = kind;
        this.name = name;
        this.optional = optional;
    }

    /**
     * Reads a location.
     *
     * @throws EnvdriftException {@code USAGE} when it names no mapping, or neither project nor branch
     */
    public static SourceLocation parse(String text) {
        boolean optional = text.startsWith(OPTIONAL);
        String place = optional ? text.substring(OPTIONAL.length()) : text;
        String bare = place.startsWith(PREFIX) ? place.substring(PREFIX.length()) : place;
        Kind kind = Kind.of(bare);
        SourceLocation location = new SourceLocation(kind, bare.substring(kind.prefix.length()), optional);
        boolean named = switch (kind) {
            case FILE, VAULT_ENV -> true;
            case MAPPING, LEVELS -> !location.name.isEmpty();
            case ENVSYNC -> location.name.indexOf('/') > 0;
        };
        if (!named) {
            throw new EnvdriftException(
                    ErrorCode.USAGE,
                    "'" + bare + "' does not say which " + kind.prefix.replace(":", "") + " is meant",
                    "write mapping:SECRET, levels:PROJECT[/TARGET[/ENVIRONMENT]] or envsync:PROJECT/BRANCH");
        }
        return location;
    }

    /** Tells whether it is no error when there is nothing. */
    public boolean isOptional() {
        return optional;
    }

    /** Tells whether the location leaves its name to the active profiles. */
    public boolean dependsOnProfiles() {
        return switch (kind) {
            case FILE, VAULT_ENV -> name.isEmpty() || name.endsWith("/");
            case LEVELS, ENVSYNC -> name.endsWith("/");
            case MAPPING -> false;
        };
    }

    /**
     * Returns the sources of the location, those of later profiles last: they win. Reads nothing but the configuration
     * of envdrift.
     *
     * @param directory what files are relative to, absolute
     * @param profiles the active profiles
     * @throws EnvdriftException {@code FILE_NOT_FOUND} when no profile has a file or the file of a profile's mapping is
     *     missing; {@code NOTHING_SELECTED} when no mapping, or several, have the secret; {@code USAGE} for a name that
     *     cannot be; when the configuration cannot be used, why
     */
    public List<Source> sources(Path directory, List<String> profiles, SourceContext context) {
        return switch (kind) {
            case FILE -> files(directory.resolve(name).normalize(), profiles, context);
            case MAPPING -> List.of(new MappingSource(directory, name, context));
            case VAULT_ENV -> vaultEnv(directory, profiles, context);
            case LEVELS ->
                names(profiles, "").stream()
                        .<Source>map(path -> new LevelsSource(LevelPath.parse(path), context))
                        .toList();
            case ENVSYNC ->
                names(profiles, "main").stream()
                        .<Source>map(branch -> new EnvSyncSource(branch, context))
                        .toList();
        };
    }

    /** Tells whether {@link #sources} failed because a file is missing, which is no error with {@code optional:}. */
    public static boolean isNoFile(EnvdriftException failure) {
        return failure.code() == ErrorCode.FILE_NOT_FOUND;
    }

    private List<Source> files(Path path, List<String> profiles, SourceContext context) {
        if (dependsOnProfiles()) {
            return FileSource.ofProfiles(path, profiles, context);
        }
        Path folder = path.getParent();
        if (folder == null) {
            throw new EnvdriftException(ErrorCode.UNSUITABLE_FILE, path + " is no env file", "name a file");
        }
        return List.of(new FileSource(folder, path, context));
    }

    /** {@code vault-env:ENVIRONMENT}, or that of each profile; a folder before it holds the .env file. */
    private List<Source> vaultEnv(Path directory, List<String> profiles, SourceContext context) {
        int end = name.lastIndexOf('/') + 1;
        Path folder = directory.resolve(name.substring(0, end)).normalize();
        List<String> environments = end < name.length() ? List.of(name.substring(end)) : profiles;
        if (environments.isEmpty()) {
            return List.of(new VaultEnvSource(folder, "", context));
        }
        return environments.stream()
                .<Source>map(environment -> new VaultEnvSource(folder, environment, context))
                .toList();
    }

    private List<String> names(List<String> profiles, String usual) {
        if (!name.endsWith("/")) {
            return List.of(name);
        }
        if (!profiles.isEmpty()) {
            return profiles.stream().map(name::concat).toList();
        }
        return List.of(usual.isEmpty() ? name.substring(0, name.length() - 1) : name + usual);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SourceLocation that
                && kind == that.kind
                && name.equals(that.name)
                && optional == that.optional;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, name, optional);
    }

    /** Returns the location as it is written, {@code optional:} and {@code envdrift:} included. */
    @Override
    public String toString() {
        return (optional ? OPTIONAL : "") + PREFIX + kind.prefix + name;
    }
}
