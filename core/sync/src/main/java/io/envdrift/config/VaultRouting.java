package io.envdrift.config;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.ContainedPath;
import io.envdrift.files.ReservedNames;
import io.envdrift.pool.VaultProviders;
import io.envdrift.vault.SettingKey;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultNaming;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vault.VaultSettings.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds each mapping's vault.
 *
 * <ol>
 *   <li>{@code vault_name} is the name of a table {@code [vault.named.<name>]}: that vault, and options do not change it.
 *   <li>Another {@code vault_name}: the provider's vault of that name, see {@link VaultNaming}.
 *   <li>No {@code vault_name}: options, then {@code [vault.<provider>]}. Where these name no vault, {@code
 *       default_vault_name} does.
 * </ol>
 *
 * <p>The same vault has equal settings, so that it is opened once.
 */
public final class VaultRouting {
    private final VaultTables tables;
    private final Optional<String> defaultName;
    private final VaultFlags flags;
    private final Map<String, String> environment;
    private final VaultProviders providers;
    private final List<Path> directories;

    private VaultRouting(
            VaultTables tables,
            Optional<String> defaultName,
            VaultFlags flags,
            Map<String, String> environment,
            VaultProviders providers,
            List<Path> directories) {
        this.tables = tables;
        this.defaultName = defaultName;
        this.flags = flags;
        this.environment = Map.copyOf(environment);
        this.providers = providers;
        this.directories = directories;
    }

    /**
     * Creates the routing of a run.
     *
     * @param environment the process environment
     * @param providers the providers at hand
     */
    public static VaultRouting of(
            EnvdriftConfig config, VaultFlags flags, Map<String, String> environment, VaultProviders providers) {
        VaultTables tables = config.vault();
        return new VaultRouting(
                tables, config.sync().defaultVaultName(), flags, environment, providers, List.of(tables.directory()));
    }

    /**
     * Returns a routing that looks for files of vaults in other directories, too, where the configuration's own does
     * not have them: a linked work tree lacks a vault key that git does not track. Each file is looked for by itself.
     *
     * @param others where to look, in this order
     */
    public VaultRouting orIn(List<Path> others) {
        List<Path> all = new ArrayList<>(directories);
        all.addAll(others);
        return new VaultRouting(tables, defaultName, flags, environment, providers, List.copyOf(all));
    }

    /**
     * Returns the settings of a mapping's vault.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when no vault can be made of what is written
     * @throws io.envdrift.base.EnvdriftException {@code PATH_ESCAPES} when a path among the settings leads outside the
     *     configuration's directory
     */
    public VaultSettings settingsFor(Mapping mapping) {
        return SecretRegion.apply(
                mapping.vaultName().map(this::settingsOf).orElseGet(this::settings), mapping.secretName());
    }

    /**
     * Returns the settings of the vault that is used where none is named, for a secret that the command line names.
     *
     * @throws VaultException as {@link #settingsFor}
     */
    public VaultSettings settingsFor(String secretName) {
        return SecretRegion.apply(settings(), secretName);
    }

    /**
     * Returns the settings of the vault that is used where none is named.
     *
     * @throws VaultException as {@link #settingsFor}
     * @throws io.envdrift.base.EnvdriftException as {@link #settingsFor}
     */
    public VaultSettings settings() {
        if (defaultName.isPresent() && isNamed(defaultName.get()) && !isVaultGiven()) {
            return settingsOf(defaultName.get());
        }
        VaultSettings given = given(provider());
        Optional<VaultNaming> naming = naming(given.provider());
        if (defaultName.isEmpty()
                || naming.isEmpty()
                || given.find(naming.get().setting()).isPresent()) {
            return given;
        }
        return renamed(given, naming.get(), defaultName.get());
    }

    /**
     * Returns the provider of mappings that name no vault.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when none is named and none is clear, or an unknown one is named
     */
    public String provider() {
        return ProviderChoice.require(tables, flags.provider(), providers);
    }

    /** Returns what the user should know about the routing, one line each. */
    public List<String> warnings() {
        Optional<String> provider = ProviderChoice.find(tables, flags.provider(), providers);
        if (defaultName.isEmpty() || provider.isEmpty() || (isNamed(defaultName.get()) && !isVaultGiven())) {
            return List.of();
        }
        String name = defaultName.get();
        Optional<VaultNaming> naming = naming(provider.get());
        if (naming.isEmpty()) {
            return List.of(
                    "default_vault_name '" + name + "' is not used: vaults of " + provider.get() + " have no names");
        }
        String setting = naming.get().setting();
        return text(provider.get(), setting)
                .filter(value -> !naming.get().agrees(name, value))
                .map(value -> List.of("default_vault_name '" + name + "' is not used: " + setting + " says " + value))
                .orElse(List.of());
    }

    private VaultSettings settingsOf(String name) {
        VaultTables.NamedVault named = tables.named().get(name);
        if (named != null) {
            ProviderChoice.requireKnown(named.provider(), providers);
            Map<String, Setting> values = new LinkedHashMap<>();
            addWritten(values, named.provider(), named.values());
            addVariables(values, named.provider());
            return new VaultSettings(named.provider(), values);
        }
        VaultSettings given = given(provider());
        return renamed(given, naming(given.provider()).orElseThrow(() -> nameless(given.provider(), name)), name);
    }

    private static VaultException nameless(String provider, String name) {
        return VaultException.settings(
                provider,
                "vault_name '" + name + "' means nothing to " + provider + ": its vaults have no names",
                "add a table [vault.named." + name + "] with provider = \"" + provider + "\" and its settings");
    }

    /**
     * The new value comes from a file of the repository, even where the user named the vault that it is derived from.
     */
    private static VaultSettings renamed(VaultSettings given, VaultNaming naming, String name) {
        Optional<String> current = given.value(naming.setting());
        String value = naming.rename(given.provider(), name, current);
        if (current.equals(Optional.of(value))) {
            return given;
        }
        Map<String, Setting> values = new LinkedHashMap<>(given.values());
        values.put(naming.setting(), new Setting(value, Origin.REPOSITORY));
        return new VaultSettings(given.provider(), values);
    }

    private VaultSettings given(String provider) {
        Map<String, Setting> values = new LinkedHashMap<>();
        addWritten(values, provider, tables.providers().getOrDefault(provider, Map.of()));
        flagsOf(provider).forEach((key, value) -> values.put(key, new Setting(value, Origin.FLAG)));
        addVariables(values, provider);
        return new VaultSettings(provider, values);
    }

    private void addWritten(Map<String, Setting> values, String provider, Map<String, String> written) {
        for (SettingKey key : keysOf(provider)) {
            String text = written.get(key.name());
            if (text != null) {
                String value = key.type() == SettingKey.Type.PATH
                        ? path(text, key.name()).toString()
                        : key.normal(text);
                values.put(key.name(), new Setting(value, Origin.REPOSITORY));
            }
        }
    }

    private Path path(String text, String key) {
        return directories.stream()
                .map(directory -> path(directory, text, key))
                .filter(Files::exists)
                .findFirst()
                .orElseGet(() -> path(tables.directory(), text, key));
    }

    /**
     * A file that the repository names: it must be a regular file inside the repository that envdrift does not use for
     * something else.
     */
    private static Path path(Path directory, String text, String key) {
        Path file = ContainedPath.resolve(directory, text, key);
        MappingChecks.requireNotGit(directory, file, key, text);
        if (ReservedNames.contains(String.valueOf(file.getFileName()), SyncSettings.DEFAULT_KEYS_FILENAME)) {
            throw new EnvdriftException(
                    ErrorCode.CONFIG_INVALID,
                    key + " '" + text + "' is refused: envdrift makes and removes files of this name by itself",
                    "name another file");
        }
        return file;
    }

    private void addVariables(Map<String, Setting> values, String provider) {
        for (SettingKey key : keysOf(provider)) {
            String text = key.variable().map(environment::get).orElse("").strip();
            if (!text.isEmpty()) {
                values.putIfAbsent(key.name(), new Setting(key.normal(text), Origin.ENVIRONMENT));
            }
        }
    }

    /** Each option sets the key of its meaning, where the provider has one. */
    private Map<String, String> flagsOf(String provider) {
        Map<String, String> set = new LinkedHashMap<>();
        for (SettingKey key : keysOf(provider)) {
            key.option().flatMap(flags::value).ifPresent(value -> set.put(key.name(), key.normal(value)));
        }
        return set;
    }

    private Optional<String> text(String provider, String setting) {
        return Optional.ofNullable(flagsOf(provider).get(setting))
                .or(() -> Optional.ofNullable(
                        tables.providers().getOrDefault(provider, Map.of()).get(setting)));
    }

    private boolean isNamed(String name) {
        return tables.named().containsKey(name);
    }

    /** Tells whether options or a provider's table lead to a vault without any name. */
    private boolean isVaultGiven() {
        return !flags.isEmpty()
                || ProviderChoice.find(tables, flags.provider(), providers)
                        .map(tables.providers()::get)
                        .filter(values -> !values.isEmpty())
                        .isPresent();
    }

    private Optional<VaultNaming> naming(String provider) {
        return providers.find(provider).flatMap(VaultProvider::naming);
    }

    private List<SettingKey> keysOf(String provider) {
        return providers.find(provider).map(VaultProvider::settingKeys).orElse(List.of());
    }
}
