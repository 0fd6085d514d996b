package io.envdrift.levels;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.base.ShellLine;
import io.envdrift.levels.merge.LevelContent;
import io.envdrift.levels.protocol.KeyDescriptor;
import io.envdrift.levels.protocol.LevelBlob;
import io.envdrift.levels.protocol.LevelPath;
import io.envdrift.levels.protocol.StoreLevel;
import io.envdrift.levels.protocol.StoredLevels;
import io.envdrift.levels.protocol.StoredReceipt;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Hierarchical secrets of an organization: a project, its targets, and their environments each hold a .env text, encrypted here;
 * the deeper level wins. With client-managed keys the server sees no value.
 *
 * <pre>{@code
 * try (Levels levels = Levels.open(System.getenv())) {
 *     String url = levels.pull("acme/backend/production").values().get("DATABASE_URL");
 * }
 * }</pre>
 *
 * <p>Every method throws {@link EnvdriftException} when the server cannot be reached or refuses: {@code NOT_AUTHENTICATED},
 * {@code ACCESS_DENIED}, {@code THROTTLED}, {@code VAULT_UNREACHABLE} and others. Safe for use by several threads.
 */
public final class Levels implements AutoCloseable {
    private final LevelsServer server;
    private final ClientKey clientKey;
    private final Pins pins;
    private final Optional<LevelsCache> cache;
    private final Optional<Duration> maxCacheAge;
    private final Consumer<String> warnings;
    private final SecureRandom random = new SecureRandom();

    Levels(
            LevelsServer server,
            ClientKey clientKey,
            Pins pins,
            Optional<LevelsCache> cache,
            Optional<Duration> maxCacheAge,
            Consumer<String> warnings) {
        this.server = server;
        this.clientKey = clientKey;
        this.pins = pins;
        this.cache = cache;
        this.maxCacheAge = maxCacheAge;
        this.warnings = warnings;
    }

    /** Starts with the settings of the process environment. */
    public static LevelsBuilder builder() {
        return new LevelsBuilder();
    }

    /**
     * Prepares calls with the settings of an environment: {@code DOTENV_API_KEY}, {@code DOTENV_API_URL},
     * {@code DOTENV_ORGANIZATION}, {@code DOTENV_CLIENT_KEY_FILE} or {@code DOTENV_CLIENT_KEY}.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} without a usable token
     */
    public static Levels open(Map<String, String> environment) {
        return builder().environment(environment).build();
    }

    /** Returns the server. */
    public LevelsServer server() {
        return server;
    }

    /**
     * Decrypts and merges the levels of a path.
     *
     * @param path for example {@code acme/backend/production}
     * @throws EnvdriftException see {@link #pull(LevelPath)}
     */
    public PulledLevels pull(String path) {
        return pull(LevelPath.parse(path));
    }

    /**
     * Decrypts and merges the levels of a path. When the server cannot be reached or fails (5xx), the cache answers, if there is
     * one, with a warning.
     *
     * @throws EnvdriftException {@code SECRET_NOT_FOUND} when none of the levels has content, {@code DECRYPTION_FAILED} for
     *     another key, {@code UNSUITABLE_FILE} for a level that does not parse, {@code FOREIGN_BLOB}, {@code KEY_TERMS} and
     *     {@code VERSION_WENT_BACK} for answers that are not to be trusted
     */
    public PulledLevels pull(LevelPath path) {
        try {
            PulledLevels pulled = read(path);
            return requireContent(pulled);
        } catch (EnvdriftException e) {
            if (!LevelsServer.isUnavailable(e)) {
                throw e;
            }
            PulledLevels cached = cached(path).orElseThrow(() -> e);
            warnings.accept("the server does not answer; the values are those of the last pull");
            return cached;
        }
    }

    /**
     * Returns what was pulled last, without any call. Only client-managed projects are cached.
     *
     * @throws EnvdriftException {@code SECRET_NOT_FOUND} when there is no cache that fits
     */
    public PulledLevels pullCached(LevelPath path) {
        return cached(path)
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.SECRET_NOT_FOUND,
                        "there is no cache of '" + path + "' that fits",
                        "pull once while the server answers; projects with a server-managed key are not cached, because"
                                + " the key would lie beside it"));
    }

    /** Decrypts the levels of a path as {@link #pull(LevelPath)} does, also when none has content; the cache never answers. */
    public PulledLevels read(LevelPath path) {
        Pins.Known known = pins.known(path);
        Meanwhile<StoredLevels> travelling = Meanwhile.start(() -> server.levels(path));
        ProjectAccess access = access(path.project(), known);
        // Derived while the blobs travel.
        var unused = access.dataKey();
        LevelReader reader = new LevelReader(access, pins);
        List<LevelContent> contents = reader.open(path, travelling.result(), known);
        PulledLevels pulled = PulledLevels.of(path, contents, false);
        reader.note(path, contents).forEach(warnings);
        cache.ifPresent(each -> each.write(access, path, contents));
        return pulled;
    }

    /**
     * Replaces the text of a level, if it still is the one that was read.
     *
     * @param before what {@link #read} returned; its path is the level that is written
     * @param text env or JSON, as the project's format says
     * @param withoutBackup whether the prior content is not kept as a version
     * @return the new version, where the server tells it
     * @throws EnvdriftException {@code WRITE_CONFLICT} when somebody wrote meanwhile, {@code UNSUITABLE_FILE} when the text does
     *     not parse
     */
    public OptionalLong write(PulledLevels before, String text, boolean withoutBackup) {
        LevelPath level = before.path();
        Optional<LevelContent> present = before.deepest();
        String format = before.levels().stream()
                .map(LevelContent::format)
                .findFirst()
                .orElseGet(() -> project(level.project()).format());
        LevelContent content = LevelContent.of(level, format, text);
        long count =
                content.values().stream().map(value -> value.name()).distinct().count();
        OptionalLong expected = present.isPresent() ? present.get().version() : OptionalLong.of(0);
        return write(content, expected, withoutBackup, OptionalLong.of(count));
    }

    private OptionalLong write(
            LevelContent content, OptionalLong expected, boolean withoutBackup, OptionalLong variableCount) {
        LevelPath level = content.level();
        ProjectAccess access = access(level.project());
        warnOfWriting(access, content);
        String blob = sealed(access, content);
        StoreLevel store = new StoreLevel(level, blob, access.proof(), withoutBackup, expected, variableCount);
        StoredReceipt receipt = server.store(store);
        pins.note(level.project(), access.descriptor());
        receipt.version()
                .ifPresent(version -> pins.note(
                                level,
                                version,
                                !content.boundText(access.isStrict()).equals(content.text()))
                        .ifPresent(warnings));
        return receipt.version();
    }

    /** Encrypts a text; its level is within, where the format has room for it. */
    String sealed(ProjectAccess access, LevelContent content) {
        return LevelBlob.seal(
                access.dataKey(), content.boundText(access.isStrict()).getBytes(StandardCharsets.UTF_8), random);
    }

    private void warnOfWriting(ProjectAccess access, LevelContent content) {
        if (access.isGivenAway()) {
            warnings.accept(
                    "the client key has exactly 32 bytes: the proof that the original's protocol sends is the data"
                            + " key itself; rotate to a longer key, or to a strict project");
        }
        if (!access.isStrict() && content.isEnv()) {
            OriginalReading.differences(content.text()).forEach(warnings);
        }
    }

    /** Finds the key of a project, and checks the server's claims about it. */
    ProjectAccess access(String project) {
        return access(project, pins.known(new LevelPath(List.of(project))));
    }

    private ProjectAccess access(String project, Pins.Known known) {
        KeyDescriptor descriptor = server.key(project);
        known.requireSame(descriptor).ifPresent(warnings);
        return ProjectAccess.of(project, descriptor, clientKey);
    }

    /** Returns the calls about one project: its key, its versions. */
    public LevelsProject project(String project) {
        return new LevelsProject(this, project, pins);
    }

    /** Returns the calls about the organization: projects, targets, environments, tokens, members, audit log. */
    public LevelsOrganization organization() {
        return new LevelsOrganization(server, pins);
    }

    /**
     * Watches for changes until the watch is closed. A check costs two calls and, while the key stays the same, no key
     * derivation.
     *
     * @param path which levels
     * @param interval between the end of a check and the next, at least a millisecond
     * @param onChange gets the names that were added, removed or changed, and the new values
     * @param onError gets the failure of a check; the watch goes on
     */
    public LevelsWatch watch(
            LevelPath path,
            PulledLevels current,
            Duration interval,
            BiConsumer<List<String>, PulledLevels> onChange,
            Consumer<EnvdriftException> onError) {
        return LevelsWatch.start(() -> requireContent(read(path)), current, interval, onChange, onError);
    }

    /**
     * Returns the client-managed key that a project is to have, where the caller gave one or is asked.
     *
     * @throws EnvdriftException {@code VAULT_SETTINGS} when there is none
     */
    public Secret clientKey(String project) {
        return clientKey.require(project, Optional.empty());
    }

    Pins pins() {
        return pins;
    }

    /** Names server and organization, nothing that is secret. */
    @Override
    public String toString() {
        return "Levels[" + server.address() + ", " + server.organization() + "]";
    }

    @Override
    public void close() {
        server.close();
    }

    private Optional<PulledLevels> cached(LevelPath path) {
        return cache.flatMap(each -> each.read(path, clientKey, maxCacheAge));
    }

    private static PulledLevels requireContent(PulledLevels pulled) {
        if (pulled.values().isEmpty()) {
            List<String> looked = new ArrayList<>();
            pulled.path().levels().forEach(level -> looked.add(level.toString()));
            throw new EnvdriftException(
                    ErrorCode.SECRET_NOT_FOUND,
                    "no level of '" + pulled.path() + "' has a value: " + String.join(", ", looked),
                    "push to one of them first: "
                            + ShellLine.of("levels", "push", pulled.path().toString()) + " FILE");
        }
        return pulled;
    }
}
