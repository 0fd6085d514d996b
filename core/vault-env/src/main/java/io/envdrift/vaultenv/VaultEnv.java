package io.envdrift.vaultenv;

import io.envdrift.base.EnvdriftException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The secrets of an application, loaded once: an immutable snapshot. Use it in place of a .env reader:
 *
 * <pre>{@code
 * VaultEnv env = VaultEnv.load();
 * String url = env.get("DATABASE_URL").orElseThrow();
 * }</pre>
 *
 * <p>{@code VAULT_KEY} comes from the environment or from {@code .env}. With it, the secrets of the environment in question
 * are pulled and decrypted; without it, this is a plain reader of {@code .env}, so moving to the vault breaks nothing.
 *
 * <p>A JVM cannot change its own environment. Which value counts is decided here: the process environment first, then
 * {@code .env}, then the vault; with {@link VaultEnvLoader#override override} the vault first, then {@code .env}, then the
 * process environment. When {@code VAULT_KEY} is in the process environment, {@code .env} is not read at all.
 */
public final class VaultEnv {
    private final VaultEnvLoader loader;
    private final Origin origin;
    private final OptionalLong version;
    private final LocalEnv local;
    private final Map<String, String> vault;
    private final Map<String, String> values;

    /** Where the secrets came from. */
    public enum Origin {
        /** From the server, just now. */
        VAULT,
        /** From the encrypted cache, because the server was not to be reached or not to be asked. */
        CACHE,
        /** From a plain .env file, because there is no {@code VAULT_KEY} or, when only the cache was asked, no cache. */
        DOTENV
    }

    VaultEnv(VaultEnvLoader loader, Origin origin, OptionalLong version, LocalEnv local, Map<String, String> vault) {
        this.loader = loader;
        this.origin = origin;
        this.version = version;
        this.local = local;
        this.vault = Collections.unmodifiableMap(new LinkedHashMap<>(vault));
        this.values = effective(loader, local, vault);
    }

    /**
     * Loads with the defaults: {@code .env} in the working directory, the environment named by {@code NODE_ENV} or
     * {@code ENVIRONMENT}, the server named by {@code VAULT_URL} or the hosted one, with a cache.
     *
     * @throws EnvdriftException {@code VAULT_KEY} when the key is malformed, {@code DEVICE} when this device may not pull,
     *     {@code FOREIGN_BLOB} when another device encrypted the secrets, {@code VAULT_ENV} when the server cannot be
     *     reached and there is no cache
     */
    public static VaultEnv load() {
        return builder().load();
    }

    /** Starts to load with other settings than the defaults. */
    public static VaultEnvLoader builder() {
        return new VaultEnvLoader();
    }

    /** Returns a value, also of the process environment when neither vault nor .env have the name. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name))
                .or(() -> Optional.ofNullable(loader.processEnvironment().get(name)));
    }

    /** Returns the values that count for all names that the vault or .env have. */
    public Map<String, String> values() {
        return values;
    }

    /** Returns what the vault has, whatever .env and the process environment say. */
    public Map<String, String> vaultValues() {
        return vault;
    }

    /** Returns the number of the version, when it is known. */
    public OptionalLong version() {
        return version;
    }

    /** Returns where the secrets came from. */
    public Origin origin() {
        return origin;
    }

    /**
     * Puts {@link #values} into the system properties, for libraries that read those. The empty name, which other clients
     * can store, is left out: no system property can have it.
     */
    public void toSystemProperties() {
        values.forEach((name, value) -> {
            if (!name.isEmpty()) {
                System.setProperty(name, value);
            }
        });
    }

    /**
     * Watches for changes every 30 seconds, on a daemon thread; errors become warnings. See {@link #watch(Duration,
     * BiConsumer, Consumer)}.
     */
    public VaultWatch watch(BiConsumer<Set<String>, VaultEnv> onChange) {
        return watch(
                VaultWatch.DEFAULT_INTERVAL,
                onChange,
                error -> loader.warn("Watch poll failed: " + error.getMessage()));
    }

    /**
     * Watches for changes, on a daemon thread that does not keep the application alive. Each time it asks for the number of
     * the current version; only when that is another one than this snapshot's it pulls.
     *
     * @param interval between the end of one look and the start of the next, at least a millisecond
     * @param onChange gets the names whose value is another one now, also removed ones, and the new snapshot; it is not
     *     called when no value changed
     * @param onError gets what went wrong, also in the callbacks; the watch goes on
     * @return what ends the watch
     * @throws EnvdriftException {@code VAULT_KEY} when there is no {@code VAULT_KEY}
     * @throws IllegalArgumentException when the interval is shorter than a millisecond
     */
    public VaultWatch watch(
            Duration interval, BiConsumer<Set<String>, VaultEnv> onChange, Consumer<EnvdriftException> onError) {
        return VaultWatch.start(this, loader, interval, onChange, onError);
    }

    /** Shows where the secrets came from and how many there are, never a value. */
    @Override
    public String toString() {
        return "VaultEnv[" + origin + ", " + values.size() + " values]";
    }

    LocalEnv local() {
        return local;
    }

    private static Map<String, String> effective(VaultEnvLoader loader, LocalEnv local, Map<String, String> vault) {
        Map<String, String> process = loader.processEnvironment();
        Map<String, String> merged = new LinkedHashMap<>();
        if (loader.overrides()) {
            merged.putAll(local.values());
            merged.putAll(vault);
        } else {
            merged.putAll(vault);
            merged.putAll(local.values());
            merged.replaceAll((name, value) -> process.getOrDefault(name, value));
        }
        return Collections.unmodifiableMap(merged);
    }
}
