package io.envdrift.config;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.FileSnapshot;
import io.envdrift.pool.VaultProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Finds and reads configuration files.
 *
 * <p>A {@code .toml} file (in any case) is read as TOML: {@code pyproject.toml} below {@code [tool.envdrift]}, any other
 * as a whole, where the keys of {@code [vault.sync]} may also stand at the top. Every other file is read as {@code
 * pair.txt}; the vault's settings then come from the configuration beside it, if there is one, and the options.
 */
public final class ConfigLoader {
    /** The usual file. */
    public static final String ENVDRIFT_TOML = "envdrift.toml";

    /** The file of Python projects, read where it holds {@code [tool.envdrift]}. */
    public static final String PYPROJECT = "pyproject.toml";

    private final VaultProviders providers;
    private final Optional<String> providerFlag;
    private final OutsideRoot outsideRoot;
    private final Duration limit;

    /**
     * Creates a loader.
     *
     * @param providers the providers at hand
     * @param providerFlag the provider named on the command line: {@code pair.txt} is read by the provider's rules of names
     */
    public ConfigLoader(VaultProviders providers, Optional<String> providerFlag) {
        this(providers, providerFlag, OutsideRoot.NEVER, FileSnapshot.USUAL_LIMIT);
    }

    /**
     * Creates a loader for a user.
     *
     * @param providers the providers at hand
     * @param providerFlag the provider named on the command line
     * @param outsideRoot the user's word that folders may lie outside the configuration's directory
     * @param limit how long a pipe is waited for that the user names as configuration
     */
    public ConfigLoader(
            VaultProviders providers, Optional<String> providerFlag, OutsideRoot outsideRoot, Duration limit) {
        this.providers = providers;
        this.providerFlag = providerFlag;
        this.outsideRoot = outsideRoot;
        this.limit = limit;
    }

    /**
     * Reads the named file, else the one that discovery finds.
     *
     * @throws EnvdriftException {@code CONFIG_NOT_FOUND} when there is none, or none with a mapping; else as
     *     {@link #load} and {@link #discover}
     */
    public EnvdriftConfig loadOrDiscover(Optional<Path> explicit, Path workingDirectory) {
        Optional<EnvdriftConfig> found = find(explicit, workingDirectory);
        return found.filter(config -> !config.sync().mappings().isEmpty())
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.CONFIG_NOT_FOUND,
                        "No sync configuration found"
                                + found.map(ConfigLoader::whatIsThere).orElse(""),
                        "give one in one of four ways: [[vault.sync.mappings]] in envdrift.toml, the same below"
                                + " [tool.envdrift] in pyproject.toml, -c FILE.toml, or -c pair.txt with lines"
                                + " secret-name=folder-path"));
    }

    /** The likeliest reason why there is no mapping is a mistyped table. */
    private static String whatIsThere(EnvdriftConfig config) {
        String warnings = config.warnings().isEmpty() ? "" : "; " + String.join("; ", config.warnings());
        return ": " + config.file() + " has no mappings" + warnings;
    }

    /**
     * Reads the named file, else the one that discovery finds; for commands that work without a configuration, too.
     *
     * @throws EnvdriftException as {@link #load} and {@link #discover}
     */
    public Optional<EnvdriftConfig> find(Optional<Path> explicit, Path workingDirectory) {
        return explicit.map(workingDirectory::resolve)
                .or(() -> discover(workingDirectory))
                .map(this::load);
    }

    /**
     * Looks for {@code envdrift.toml}, then for a {@code pyproject.toml} with {@code [tool.envdrift]}, in the directory
     * and those above it, the root of the file system left out. The nearest directory wins.
     *
     * @throws EnvdriftException {@code CONFIG_UNTRUSTED} when what was found lies outside the current git work tree and
     *     belongs to somebody else or may be written by anybody; {@code PATH_ESCAPES} when it is a link that leads out of the
     *     work tree, or without one out of its directory; {@code FILE_ACCESS} when it is a pipe, a socket or a device
     */
    public Optional<Path> discover(Path workingDirectory) {
        Path start = real(workingDirectory);
        for (Path directory = start; directory.getParent() != null; directory = directory.getParent()) {
            Optional<Path> found = in(directory);
            if (found.isPresent()) {
                found.ifPresent(file -> ConfigOwnership.require(file, start));
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * Reads one file.
     *
     * @throws EnvdriftException {@code CONFIG_NOT_FOUND}, {@code CONFIG_SYNTAX}, {@code CONFIG_INVALID}, {@code
     *     FILE_ACCESS} or {@code NOT_TEXT}; never because of a single mapping's names or paths, see
     *     {@link Mapping#problem}
     */
    public EnvdriftConfig load(Path file) {
        return load(file, ConfigText.bytes(file, limit));
    }

    /**
     * Reads what a file held at some time; its paths are relative to where it lay.
     *
     * @throws EnvdriftException as {@link #load(Path)}
     */
    public EnvdriftConfig load(Path file, byte[] content) {
        String text = ConfigText.of(file, content);
        Path directory = real(directoryOf(file));
        BooleanSupplier outside = () -> outsideRoot.isGiven(file, content);
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".toml")
                ? TomlConfig.parse(file, directory, text, providers, outside)
                : pairs(file, directory, PairFile.parse(file, text), outside);
    }

    private EnvdriftConfig pairs(Path file, Path directory, List<PairFile.Pair> pairs, BooleanSupplier outside) {
        Optional<EnvdriftConfig> beside = in(directory).map(config -> {
            ConfigOwnership.require(config, directory);
            return load(config);
        });
        VaultTables vault = beside.map(EnvdriftConfig::vault).orElseGet(() -> VaultTables.none(directory));
        SyncSettings sync = beside.map(EnvdriftConfig::sync).orElseGet(SyncSettings::none);
        Optional<String> provider = ProviderChoice.find(vault, providerFlag, providers);
        boolean splits = provider.flatMap(providers::find)
                .filter(chosen -> !chosen.namesHoldSlashes())
                .isPresent();
        MappingChecks checks = new MappingChecks(directory, sync, outside);
        List<Mapping> mappings = new ArrayList<>();
        for (PairFile.Pair pair : pairs) {
            mappings.add(checks.check(mappings.size(), draft(pair, vault, splits)));
        }
        return new EnvdriftConfig(
                file,
                directory,
                vault,
                sync.with(mappings),
                beside.map(EnvdriftConfig::encryption).orElseGet(EncryptionSettings::usual),
                beside.map(EnvdriftConfig::allowedInCommits).orElse(List.of()),
                beside.map(EnvdriftConfig::warnings).orElse(List.of()));
    }

    /** Where secrets' names may hold a slash, what stands before it is a vault only if a table has that name. */
    private static MappingDraft draft(PairFile.Pair pair, VaultTables vault, boolean splits) {
        int slash = pair.left().indexOf('/');
        String first = slash < 0 ? "" : pair.left().substring(0, slash).strip();
        boolean split = slash >= 0 && (splits || vault.named().containsKey(first));
        return split
                ? MappingDraft.ofPair(
                        Optional.of(first), pair.left().substring(slash + 1).strip(), pair.folder(), pair.line())
                : MappingDraft.ofPair(Optional.empty(), pair.left(), pair.folder(), pair.line());
    }

    private Optional<Path> in(Path directory) {
        Path toml = directory.resolve(ENVDRIFT_TOML);
        if (FoundConfig.isThere(toml)) {
            FoundConfig.requireContained(toml);
            return Optional.of(toml);
        }
        Path pyproject = directory.resolve(PYPROJECT);
        return Files.isRegularFile(pyproject) && isOurs(pyproject) ? Optional.of(pyproject) : Optional.empty();
    }

    private boolean isOurs(Path pyproject) {
        try {
            FoundConfig.requireContained(pyproject);
            return TomlConfig.hasToolTable(ConfigText.of(pyproject, ConfigText.bytes(pyproject, limit)));
        } catch (EnvdriftException e) {
            // The file belongs to another tool; its errors are not reported here.
            return false;
        }
    }

    private static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            return directory.toAbsolutePath().normalize();
        }
    }
}
