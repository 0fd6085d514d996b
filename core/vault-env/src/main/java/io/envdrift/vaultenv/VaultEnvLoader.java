package io.envdrift.vaultenv;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vaultenv.VaultEnv.Origin;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Settings of {@link VaultEnv}, and the two ways to load it. */
public final class VaultEnvLoader {
    private Path path = Path.of(".env");
    private Optional<String> environment = Optional.empty();
    private Optional<URI> vaultUrl = Optional.empty();
    private boolean override;
    private boolean cache = true;
    private Optional<Duration> maxCacheAge = Optional.empty();
    private Duration timeout = VaultServer.DEFAULT_TIMEOUT;
    private Map<String, String> processEnvironment = System.getenv();
    private @Nullable VaultHome home;
    /** Shared with the copies, so that a later snapshot can clear what an earlier one has put there. */
    private final ExportedProperties exported;

    private Consumer<String> warnings = text -> System.err.println("[vault-env] " + text);

    VaultEnvLoader() {
        exported = new ExportedProperties();
    }

    /** Copies the settings: what was loaded must not change when its builder is used again. */
    private VaultEnvLoader(VaultEnvLoader other) {
        path = other.path;
        environment = other.environment;
        vaultUrl = other.vaultUrl;
        override = other.override;
        cache = other.cache;
        maxCacheAge = other.maxCacheAge;
        timeout = other.timeout;
        processEnvironment = other.processEnvironment;
        home = other.home;
        exported = other.exported;
        warnings = other.warnings;
    }

    /** Sets the .env file (default: {@code .env}); the cache lies beside it. */
    public VaultEnvLoader path(Path file) {
        path = file;
        return this;
    }

    /** Sets the environment's name (default: {@code NODE_ENV}, {@code ENVIRONMENT}, {@code development}). */
    public VaultEnvLoader environment(String name) {
        environment = Optional.of(name);
        return this;
    }

    /** Sets the server (default: {@code VAULT_URL}, else the hosted service); https, or http to this machine. */
    public VaultEnvLoader vaultUrl(URI url) {
        vaultUrl = Optional.of(url);
        return this;
    }

    /** Sets whether the vault's values win over those of the process environment and .env (default: no). */
    public VaultEnvLoader override(boolean wins) {
        override = wins;
        return this;
    }

    /** Sets whether secrets are cached for times when the server is away (default: yes). */
    public VaultEnvLoader cache(boolean used) {
        cache = used;
        return this;
    }

    /** Sets how old a cache may be (default: any age). */
    public VaultEnvLoader maxCacheAge(Duration age) {
        maxCacheAge = Optional.of(age);
        return this;
    }

    /** Sets how long a call may take, retries included (default: 60 s). */
    public VaultEnvLoader timeout(Duration limit) {
        timeout = limit;
        return this;
    }

    /** Sets what is taken for the process environment (default: {@link System#getenv()}). */
    public VaultEnvLoader processEnvironment(Map<String, String> variables) {
        processEnvironment = Map.copyOf(variables);
        return this;
    }

    /** Sets the directory of device secrets (default: {@code ~/.vault}). */
    public VaultEnvLoader home(VaultHome directory) {
        home = directory;
        return this;
    }

    /** Sets who gets warnings (default: stderr, with the prefix {@code [vault-env]}). */
    public VaultEnvLoader warnings(Consumer<String> listener) {
        warnings = listener;
        return this;
    }

    /**
     * Loads from the server, or from the cache when the server cannot be reached or fails (5xx).
     *
     * @throws EnvdriftException see {@link VaultEnv#load}
     */
    public VaultEnv load() {
        return new VaultEnvLoader(this).loadNow();
    }

    private VaultEnv loadNow() {
        Source source = source();
        if (source.key().isEmpty()) {
            return plain(source.local());
        }
        try (VaultServer server = server()) {
            VaultProject project = project(server, source.key().get());
            try {
                return told(pulled(project, source.local()));
            } catch (EnvdriftException e) {
                if (!cache || !VaultServer.isUnavailable(e)) {
                    throw e;
                }
                VaultEnv cached = cached(project, source.local()).orElseThrow(() -> noCache(e));
                warn("Remote fetch failed, using cached secrets");
                warnIfOutdated(project, cached);
                return told(cached);
            }
        }
    }

    /**
     * Loads from the cache only, without any call; without a usable cache from the plain .env file.
     *
     * @throws EnvdriftException {@code VAULT_KEY} when the key is malformed, {@code FILE_ACCESS} when .env cannot be read
     */
    public VaultEnv loadCached() {
        return new VaultEnvLoader(this).loadCachedNow();
    }

    private VaultEnv loadCachedNow() {
        Source source = source();
        if (source.key().isEmpty()) {
            return plain(source.local());
        }
        // Nothing is called, so wrong network settings must not matter.
        try (VaultServer nobody = VaultServer.at(VaultServer.DEFAULT_ADDRESS, Map.of(), timeout)) {
            VaultProject project = project(nobody, source.key().get());
            // Without a cache the .env file remains, also when the key did not come from it.
            Optional<VaultEnv> cached = cached(project, source.local());
            cached.ifPresent(env -> warnIfOutdated(project, env));
            return cached.map(this::told).orElseGet(() -> plain(LocalEnv.read(path)));
        }
    }

    /** Warns of names that .env hides: otherwise nobody would notice that a new value in the vault has no effect. */
    private VaultEnv told(VaultEnv env) {
        List<String> hidden = env.hiddenByLocal();
        if (!hidden.isEmpty()) {
            warn(path.getFileName() + " hides what the vault has for " + String.join(", ", hidden)
                    + ": remove the lines, or load with override");
        }
        return env;
    }

    /** Warns when this user has seen a newer version than the cache has: its own pushes, or another project's pulls. */
    private void warnIfOutdated(VaultProject project, VaultEnv cached) {
        long highest = new EnvironmentMemory(vaultHome(), project.key().projectId())
                .highest(environmentName())
                .orElse(0);
        long version = cached.version().orElse(highest);
        if (version < highest) {
            warn("The cache holds version " + version + " of '" + environmentName() + "', but version " + highest
                    + " was seen already: its secrets may be outdated");
        }
    }

    VaultEnv pulled(VaultProject project, LocalEnv local) {
        Latest.Readable secrets = project.pull(environmentName());
        new EnvironmentMemory(vaultHome(), project.key().projectId())
                .note(environmentName(), secrets.version())
                .ifPresent(this::warn);
        if (cache) {
            vaultCache().write(project, environmentName(), secrets);
        }
        return new VaultEnv(this, Origin.VAULT, OptionalLong.of(secrets.version()), local, secrets.values());
    }

    VaultServer server() {
        return VaultServer.at(VaultServer.resolveAddress(vaultUrl, processEnvironment), processEnvironment, timeout);
    }

    VaultProject project(VaultServer server, VaultKey key) {
        DeviceStore devices = new DeviceStore(vaultHome(), processEnvironment);
        return server.project(key, devices.find(key.projectId()));
    }

    /**
     * Returns the key to watch with, if there is one.
     *
     * @throws EnvdriftException {@code VAULT_KEY} when it is malformed, {@code FILE_ACCESS} when .env cannot be read
     */
    Optional<VaultKey> key() {
        return source().key();
    }

    ExportedProperties exported() {
        return exported;
    }

    String environmentName() {
        return EnvironmentName.resolve(environment, processEnvironment);
    }

    Map<String, String> processEnvironment() {
        return processEnvironment;
    }

    boolean overrides() {
        return override;
    }

    void warn(String text) {
        warnings.accept(text);
    }

    /** The key, and what the .env file holds beside it; the file is read only when the environment has no key. */
    private record Source(Optional<VaultKey> key, LocalEnv local) {}

    private Source source() {
        String variable = processEnvironment.getOrDefault(LocalEnv.VAULT_KEY, "");
        if (!variable.isEmpty()) {
            return new Source(Optional.of(VaultKeys.parse(variable)), LocalEnv.nothing());
        }
        LocalEnv local = LocalEnv.read(path);
        return new Source(local.vaultKey().map(VaultKeys::parse), local);
    }

    private Optional<VaultEnv> cached(VaultProject project, LocalEnv local) {
        return vaultCache()
                .read(project, environmentName(), maxCacheAge)
                .map(secrets -> new VaultEnv(
                        this,
                        Origin.CACHE,
                        secrets.version() == 0 ? OptionalLong.empty() : OptionalLong.of(secrets.version()),
                        local,
                        secrets.values()));
    }

    private VaultEnv plain(LocalEnv local) {
        return new VaultEnv(this, Origin.DOTENV, OptionalLong.empty(), local, Map.of());
    }

    private VaultCache vaultCache() {
        Path directory = Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file has a directory");
        return new VaultCache(directory, InstantSource.system());
    }

    private VaultHome vaultHome() {
        return home == null ? VaultHome.of(processEnvironment) : home;
    }

    private static EnvdriftException noCache(EnvdriftException cause) {
        return new EnvdriftException(
                ErrorCode.VAULT_ENV,
                "Failed to fetch secrets and no cache available: " + cause.getMessage(),
                "make sure you can reach the server and run a successful pull first to populate the cache",
                cause);
    }
}
