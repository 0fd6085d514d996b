package io.envdrift.config;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.ConfigKey.Section;
import io.envdrift.dotenv.Glob;
import io.envdrift.pool.VaultProviders;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/** Reads the TOML form of a configuration: {@code envdrift.toml}, {@code [tool.envdrift]}, or a file of mappings. */
final class TomlConfig {
    /** Tables of the original tool that this one has no use for. Nothing in them is looked at. */
    static final Set<String> FOREIGN_SECTIONS =
            Set.of("envdrift", "validation", "precommit", "git_hook_check", "partial_encryption", "guard", "guardian");

    private static final Set<String> FOREIGN_PYPROJECT_KEYS = Set.of("schema", "environments");
    private static final List<String> BACKENDS = List.of(EncryptionSettings.DOTENVX, EncryptionSettings.SOPS);
    private static final Set<String> FOREIGN_ENCRYPTION = Set.of("dotenvx", "sops");

    private static final int MOST_PATTERN_CHARACTERS = 10_000;

    private final Path file;
    private final Path directory;
    private final VaultProviders providers;
    private final BooleanSupplier outsideRoot;
    private final Findings findings;

    private TomlConfig(Path file, Path directory, VaultProviders providers, BooleanSupplier outsideRoot) {
        this.file = file;
        this.directory = directory;
        this.providers = providers;
        this.outsideRoot = outsideRoot;
        this.findings = new Findings(file);
    }

    /**
     * Parses a file.
     *
     * @param providers the providers at hand
     * @param outsideRoot the user's word that folders may lie outside
     * @throws EnvdriftException {@code CONFIG_SYNTAX} with line and column, or {@code CONFIG_INVALID} that lists
     *     everything that is wrong
     */
    static EnvdriftConfig parse(
            Path file, Path directory, String text, VaultProviders providers, BooleanSupplier outsideRoot) {
        TomlParseResult parsed = toml(text)
                .orElseThrow(() -> new EnvdriftException(
                                ErrorCode.CONFIG_SYNTAX,
                                "TOML syntax error in " + file + ": the parser gives up, without saying where",
                                "look for a comment or a line break inside { }, or for very deep nesting")
                        .at(file));
        if (parsed.hasErrors()) {
            TomlParseError first = parsed.errors().getFirst();
            throw new EnvdriftException(
                            ErrorCode.CONFIG_SYNTAX,
                            "TOML syntax error in " + file + ": " + first.getMessage() + " (" + first.position() + ")",
                            "strings need quotes, and a table or key may appear only once",
                            first)
                    .at(file)
                    .atLine(first.position().line());
        }
        TomlConfig config = new TomlConfig(file, directory, providers, outsideRoot);
        EnvdriftConfig read = config.read(isPyproject(file) ? config.toolTable(parsed) : config.whole(parsed));
        config.findings.throwErrors();
        return read;
    }

    static boolean isPyproject(Path file) {
        return file.endsWith(ConfigLoader.PYPROJECT);
    }

    /** Tells whether a {@code pyproject.toml} is meant for envdrift; a broken one is not. */
    static boolean hasToolTable(String text) {
        if (!text.contains("envdrift")) {
            return false;
        }
        return toml(text)
                .filter(parsed -> !parsed.hasErrors())
                .filter(parsed -> parsed.get(List.of("tool")) instanceof TomlTable tool
                        && tool.get(List.of("envdrift")) instanceof TomlTable)
                .isPresent();
    }

    /** Parses, or returns nothing where the library itself fails over a text that is no TOML. */
    private static Optional<TomlParseResult> toml(String text) {
        try {
            return Optional.of(Toml.parse(text, TomlVersion.V1_0_0));
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    private TomlSection toolTable(TomlTable parsed) {
        return TomlSection.root(parsed, "", findings)
                .section("tool")
                .flatMap(tool -> tool.section("envdrift"))
                .orElseGet(() -> whole(Toml.parse("")));
    }

    private TomlSection whole(TomlTable parsed) {
        return TomlSection.root(parsed, "", findings);
    }

    private EnvdriftConfig read(TomlSection root) {
        Optional<TomlSection> vault = root.section(Section.VAULT.path());
        Optional<TomlSection> nested = vault.flatMap(table -> table.section(TomlVault.SYNC));
        // A file of its own for the mappings: the keys of [vault.sync] stand at the top.
        boolean dedicated = nested.isEmpty() && root.has(ConfigKey.MAPPINGS.key());
        Optional<TomlSection> sync = dedicated ? Optional.of(root) : nested;

        Set<String> known =
                new LinkedHashSet<>(List.of(Section.VAULT.path(), Section.ENCRYPTION.path(), Section.HOOK.path()));
        if (dedicated) {
            known.addAll(ConfigKey.names(Section.SYNC));
        } else {
            sync.ifPresent(table -> table.warnOfOthersThan(ConfigKey.names(Section.SYNC)));
        }
        known.addAll(FOREIGN_SECTIONS);
        if (isPyproject(file)) {
            known.addAll(FOREIGN_PYPROJECT_KEYS);
        }
        root.warnOfOthersThan(known);
        FOREIGN_SECTIONS.forEach(root::section);

        return new EnvdriftConfig(
                file,
                directory,
                vault.map(table -> new TomlVault(directory, providers).read(table))
                        .orElseGet(() -> VaultTables.empty(directory)),
                sync.map(table -> TomlSync.read(table, directory, outsideRoot)).orElseGet(SyncSettings::none),
                root.section(Section.ENCRYPTION.path())
                        .map(TomlConfig::encryption)
                        .orElseGet(EncryptionSettings::usual),
                root.section(Section.HOOK.path()).map(TomlConfig::allowed).orElse(List.of()),
                findings.warnings());
    }

    private static List<String> allowed(TomlSection table) {
        table.warnOfOthersThan(new LinkedHashSet<>(ConfigKey.names(Section.HOOK)));
        return patterns(table, ConfigKey.HOOK_ALLOW.key());
    }

    private static EncryptionSettings encryption(TomlSection table) {
        Set<String> known = new LinkedHashSet<>(ConfigKey.names(Section.ENCRYPTION));
        known.addAll(FOREIGN_ENCRYPTION);
        table.warnOfOthersThan(known);
        FOREIGN_ENCRYPTION.forEach(table::section);
        String backend = table.text(ConfigKey.BACKEND.key()).orElse(EncryptionSettings.DOTENVX);
        if (!BACKENDS.contains(backend)) {
            String meant = Suggestions.closest(backend, BACKENDS)
                    .map(name -> "; did you mean '" + name + "'?")
                    .orElse("");
            table.error(ConfigKey.BACKEND.key(), "must be " + String.join(" or ", BACKENDS) + meant);
        }
        return new EncryptionSettings(
                backend,
                table.flag(ConfigKey.SMART_ENCRYPTION.key()).orElse(false),
                patterns(table, ConfigKey.PLAIN_KEYS.key()));
    }

    /** Every pattern is compared with every name, so their sum is bounded. */
    private static List<String> patterns(TomlSection table, String key) {
        List<String> patterns = table.texts(key);
        if (patterns.stream().mapToInt(String::length).sum() > MOST_PATTERN_CHARACTERS) {
            table.error(key, "is longer than " + MOST_PATTERN_CHARACTERS + " characters in all");
            return List.of();
        }
        if (patterns.stream().anyMatch(pattern -> pattern.length() > Glob.MAX_LENGTH)) {
            table.error(key, "has a pattern of more than " + Glob.MAX_LENGTH + " characters");
            return List.of();
        }
        return patterns;
    }
}
