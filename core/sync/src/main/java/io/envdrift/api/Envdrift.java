package io.envdrift.api;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.OneLine;
import io.envdrift.base.Progress;
import io.envdrift.config.ConfigLoader;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.Mapping;
import io.envdrift.config.TrustedConfig;
import io.envdrift.config.VaultFlags;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.pool.VaultProviders;
import io.envdrift.sync.SyncMode.Check;
import io.envdrift.sync.SyncReport;
import io.envdrift.trust.TrustQuestion;
import io.envdrift.workflow.Machine;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.ProjectFactory;
import io.envdrift.workflow.examine.Doctor;
import io.envdrift.workflow.examine.Finding;
import io.envdrift.workflow.examine.KeyStatus;
import io.envdrift.workflow.examine.Status;
import io.envdrift.workflow.files.ChosenFiles;
import io.envdrift.workflow.files.Lock;
import io.envdrift.workflow.files.LockOptions;
import io.envdrift.workflow.files.LockReport;
import io.envdrift.workflow.files.MappedFile;
import io.envdrift.workflow.files.Pull;
import io.envdrift.workflow.files.PullOptions;
import io.envdrift.workflow.files.PullReport;
import io.envdrift.workflow.files.ReadValues;
import io.envdrift.workflow.keys.FileKeys;
import io.envdrift.workflow.keys.OwnedFile;
import io.envdrift.workflow.keys.Sync;
import io.envdrift.workflow.keys.SyncOptions;
import io.envdrift.workflow.keys.UpdateApproval;
import io.envdrift.workflow.push.PushAll;
import io.envdrift.workflow.push.PushReport;
import io.envdrift.workflow.rotate.RotateKeys;
import io.envdrift.workflow.rotate.RotateReport;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A project, opened for a program. The vaults are those on the class path; credentials come from where the commands
 * take them. No question is asked: a host that is not trusted is refused, and so is replacing a key, unless the program
 * allows it. Closing it ends the connections to its vaults.
 *
 * <pre>{@code
 * try (Envdrift envdrift = Envdrift.load(Path.of("envdrift.toml"))) {
 *     SyncReport report = envdrift.verify(Optional.empty());
 *     if (report.hasErrors()) { … }
 * }
 * }</pre>
 *
 * <p>The report of a run holds its failures, one row per mapping; an exception is thrown only where the whole run
 * fails. Exceptions have fields: {@link EnvdriftException#code}, {@link EnvdriftException#file},
 * {@link EnvdriftException#line}, {@link EnvdriftException#names} and {@link EnvdriftException#hint}; the failure of a
 * vault is a {@link io.envdrift.vault.VaultException} with vault and secret. Not safe for use by several threads at
 * once.
 */
public final class Envdrift implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Project project;
    private final Map<String, String> environment;
    private final Path directory;

    private Envdrift(Project project, Map<String, String> environment, Path directory) {
        this.project = project;
        this.environment = environment;
        this.directory = directory;
    }

    /**
     * Opens the project that a directory belongs to, with the configuration that the commands find from there: the nearest
     * {@code envdrift.toml}, or {@code pyproject.toml} with a table of ours, in it or above. Without one {@link #values}
     * still reads files whose keys lie beside them or in the environment. Contacts no vault.
     *
     * @param directory what relative files are relative to
     * @throws EnvdriftException {@code CONFIG_SYNTAX}, {@code CONFIG_INVALID} or {@code CONFIG_UNTRUSTED}
     */
    public static Envdrift in(Path directory) {
        return in(directory, System.getenv(), Path.of(System.getProperty("user.home", "")), TIMEOUT);
    }

    /**
     * Opens the project of a directory with an environment of the program's choice.
     *
     * @param environment the environment variables, in place of the process's
     * @param home the user's home directory, absolute
     * @param timeout how long all vault work may take
     * @throws EnvdriftException {@code CONFIG_SYNTAX}, {@code CONFIG_INVALID} or {@code CONFIG_UNTRUSTED}
     */
    public static Envdrift in(Path directory, Map<String, String> environment, Path home, Duration timeout) {
        Path absolute = directory.toAbsolutePath().normalize();
        return open(
                loader -> loader.find(Optional.empty(), absolute).orElseGet(() -> EnvdriftConfig.none(absolute)),
                environment,
                home,
                timeout,
                absolute);
    }

    /**
     * Reads a configuration and prepares its vaults; contacts none.
     *
     * @param config {@code envdrift.toml}, {@code pyproject.toml}, another {@code .toml} file, or a {@code pair.txt}
     * @throws EnvdriftException {@code CONFIG_NOT_FOUND}, {@code CONFIG_SYNTAX} or {@code CONFIG_INVALID}
     */
    public static Envdrift load(Path config) {
        return load(config, System.getenv(), Path.of(System.getProperty("user.home", "")), TIMEOUT);
    }

    /**
     * Reads a configuration with an environment of the program's choice.
     *
     * @param environment the environment variables, in place of the process's
     * @param home the user's home directory, absolute
     * @param timeout how long all vault work may take
     * @throws EnvdriftException {@code CONFIG_NOT_FOUND}, {@code CONFIG_SYNTAX} or {@code CONFIG_INVALID}
     */
    public static Envdrift load(Path config, Map<String, String> environment, Path home, Duration timeout) {
        Path file = config.toAbsolutePath();
        return open(loader -> loader.load(file), environment, home, timeout, Objects.requireNonNull(file.getParent()));
    }

    private static Envdrift open(
            Function<ConfigLoader, EnvdriftConfig> reader,
            Map<String, String> environment,
            Path home,
            Duration timeout,
            Path directory) {
        VaultProviders providers = VaultProviders.onClassPath();
        Ports ports =
                new Ports(new AtomicFile(FileOperations.system()), Clock.systemUTC(), SecureRandom::new, Progress.NONE);
        ProjectFactory factory = new ProjectFactory(
                new Machine(environment, home, ports, TrustQuestion.NOBODY, Optional::empty, Envdrift::log), providers);
        EnvdriftConfig read = reader.apply(new ConfigLoader(
                providers, Optional.empty(), TrustedConfig.word(environment, factory.trustStore()), timeout));
        VaultFlags flags = VaultFlags.none();
        Project project = factory.open(read, factory.routing(read, flags), flags, timeout);
        return new Envdrift(project, Map.copyOf(environment), directory);
    }

    /** Warnings of a vault are logged for whoever runs the program; line breaks in them would forge log lines. */
    private static void log(String warning) {
        System.getLogger("io.envdrift").log(System.Logger.Level.WARNING, OneLine.of(warning));
    }

    /** Returns the configuration, with its warnings. */
    public EnvdriftConfig config() {
        return project.config();
    }

    /**
     * Returns the env files of an environment, as {@code run -e} takes them: those of its mappings in or nearest above the
     * opened directory, else {@code .env.<environment>} there, be it there or not.
     *
     * @param environment the environment; the empty one has {@code .env}
     * @throws EnvdriftException {@code FILE_NOT_FOUND} when a mapping's file is missing, or several fit
     */
    public List<Path> files(String environment) {
        return new ChosenFiles(Optional.of(environment), Optional.empty())
                .find(directory, Optional.of(project.config()));
    }

    /**
     * Reads a file's values, decrypted in memory; nothing is written. Keys are those of the environment and of the keys
     * file, then that of the vault where the file has a mapping and no key at hand is one that the file names.
     *
     * @param file an env file, relative to the directory that the project was opened in
     * @throws EnvdriftException {@code FILE_NOT_FOUND}; {@code MISSING_PRIVATE_KEY}, {@code WRONG_PRIVATE_KEY}, {@code
     *     UNUSABLE_KEY_MATERIAL} or {@code DECRYPTION_FAILED} with file and names; {@code UNSUITABLE_FILE} for a keys file, a
     *     template, a directory or a file of SOPS; {@code PLAINTEXT_LEFT} for an unsettled merge; why a vault that is needed
     *     cannot be read
     */
    public EnvValues values(Path file) {
        return read(OwnedFile.of(directory.resolve(file), Optional.of(project.config())));
    }

    /**
     * Reads the values of a mapping's file, as {@link #values(Path)}.
     *
     * @param mapping one of {@link #config()}'s
     * @throws EnvdriftException {@code FILE_NOT_FOUND} when it has no file, or several; what makes the mapping unusable; else
     *     as {@link #values(Path)}
     */
    public EnvValues values(Mapping mapping) {
        return read(OwnedFile.of(
                MappedFile.require(project, mapping), Optional.of(project.config()), OwnedFile.Named.BY_DEFAULT));
    }

    private EnvValues read(OwnedFile file) {
        FileKeys keys = new FileKeys(Optional.of(project), KeyRing.ofEnvironment(environment), directory);
        try {
            ReadValues.Result read = new ReadValues(keys).run(file, environment);
            return new EnvValues(file.file(), read.values(), read.warnings());
        } catch (EnvdriftException e) {
            throw e.at(file.file());
        }
    }

    /**
     * Brings keys into keys files, or verifies them. A key that differs is an error row, as with {@code --ci}.
     *
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no mapping is selected
     */
    public SyncReport sync(SyncOptions options) {
        return sync(options, UpdateApproval.never());
    }

    /**
     * Brings keys into keys files.
     *
     * @param approval decides about every key that would be replaced
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no mapping is selected
     */
    public SyncReport sync(SyncOptions options, UpdateApproval approval) {
        return new Sync(project).run(options, approval);
    }

    /**
     * Verifies that the keys here are those of the vaults, and that they open the env files; writes nothing. Each difference is
     * an error row.
     *
     * @param profile also takes the mappings of this profile
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no mapping is selected
     */
    public SyncReport verify(Optional<String> profile) {
        return sync(SyncOptions.plain(profile).verifying().with(Check.DECRYPTION));
    }

    /**
     * Puts the keys of the mappings into their vaults, and reads each back. A key that differs from the vault's is an error row
     * unless the options replace it.
     *
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no mapping is selected
     */
    public PushReport push(PushOptions options) {
        return new PushAll(project).run(options.profile(), options.workflow());
    }

    /**
     * Gives the env files of the mappings new keys. Whatever interrupts it, some key in the vault or in a keys file opens each
     * file afterwards, and the same call goes on where it was.
     *
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no mapping is selected
     */
    public RotateReport rotate(RotateOptions options) {
        return new RotateKeys(project.ports(), Optional.of(project)).runAll(options.profile(), options.extras());
    }

    /**
     * Brings keys and decrypts the env files.
     *
     * @param approval decides about every key that would be replaced
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no mapping is selected
     */
    public PullReport pull(PullOptions options, UpdateApproval approval) {
        return new Pull(project).run(options, approval);
    }

    /**
     * Encrypts the env files again, or checks that they are encrypted. No new key is made.
     *
     * @param approval decides about every key that would be replaced
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no mapping is selected
     */
    public LockReport lock(LockOptions options, UpdateApproval approval) {
        return new Lock(project).run(options, approval, file -> false);
    }

    /**
     * Looks at the three places of each key.
     *
     * @param profile also takes the mappings of this profile
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no mapping is selected
     */
    public List<KeyStatus> status(Optional<String> profile) {
        return new Status(project).run(profile);
    }

    /** Examines configuration, vaults, files, permissions and git. */
    public List<Finding> doctor() {
        return new Doctor(project).run();
    }

    @Override
    public void close() {
        project.close();
    }
}
