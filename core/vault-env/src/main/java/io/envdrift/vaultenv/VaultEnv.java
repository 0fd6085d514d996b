package io.envdrift.vaultenv;

import io.envdrift.base.EnvdriftException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * process environment. When {@code VAULT_KEY} is in the process environment, {@code .env} is not read at all. Loading warns
 * of the names whose value in the vault is another one than the one in {@code .env} that hides it.
 */
public final class VaultEnv {
    private final VaultEnvLoader loader;
    private final Origin origin;
    private final OptionalLong version;
    private final LocalEnv local;
    private final Map<String, String> vault;
    private final Map<String, String> values;

    /** The source of the secrets. */
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
     * Puts {@link #values} into the system properties, for libraries that read those. Properties that an earlier snapshot of
     * the same {@link VaultEnvLoader} (or of a watch) has put there and that are no value any more are cleared, unless
     * somebody gave them another value meanwhile. The empty name, which other clients can store, is left out: no system
     * property can have it.
     */
    public void toSystemProperties() {
        loader.exported().replaceBy(values);
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
     * Watches for changes, on a daemon thread that does not keep the application alive. Each time it asks for the
     * number of the current version; only when that is another one than this snapshot's it pulls. A value that changed
     * in the vault while it watches counts before the one in {@code .env}, though not before the process environment. A
     * name that vanished from the vault has no value any more, and is cleared from the system properties if
     * {@link #toSystemProperties} put it there.
     *
     * <p>Without a {@code VAULT_KEY} there is nothing to watch: a warning says so, and the returned handle does
     * nothing.
     *
     * @param interval between the end of one look and the start of the next, at least a millisecond
     * @param onChange gets the names whose value changed or was removed, and the new snapshot; it is not called when no
     *     value changed
     * @param onError gets every failure, also of the callbacks; the watch goes on. When the key or the settings cannot
     *     be used it gets that failure at once, and the returned handle does nothing
     * @return what ends the watch
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

    /** Returns the same secrets, with these names of .env left out. */
    VaultEnv withoutLocal(Set<String> names) {
        return names.isEmpty() ? this : new VaultEnv(loader, origin, version, local.without(names), vault);
    }

    /** Returns the names whose value in the vault is another one than the one in .env that counts before it. */
    List<String> hiddenByLocal() {
        if (loader.overrides()) {
            return List.of();
        }
        return vault.keySet().stream()
                .filter(name -> !loader.processEnvironment().containsKey(name))
                .filter(name -> local.values().containsKey(name)
                        && !Objects.equals(vault.get(name), local.values().get(name)))
                .sorted()
                .toList();
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
