package io.envdrift.api;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Progress;
import io.envdrift.config.ConfigLoader;
import io.envdrift.config.EnvdriftConfig;
import io.envdrift.config.TrustedConfig;
import io.envdrift.config.VaultFlags;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.pool.VaultProviders;
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
import io.envdrift.workflow.files.Lock;
import io.envdrift.workflow.files.LockOptions;
import io.envdrift.workflow.files.LockReport;
import io.envdrift.workflow.files.Pull;
import io.envdrift.workflow.files.PullOptions;
import io.envdrift.workflow.files.PullReport;
import io.envdrift.workflow.keys.Sync;
import io.envdrift.workflow.keys.SyncOptions;
import io.envdrift.workflow.keys.UpdateApproval;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A project, opened for a program. The vaults are those on the class path; credentials come from where the commands take
 * them. Nobody is asked: a host that is not trusted, and a key that would be replaced, are refused unless the program says
 * otherwise. Closing it ends the connections to its vaults.
 *
 * <pre>{@code
 * try (Envdrift envdrift = Envdrift.load(Path.of("envdrift.toml"))) {
 *     SyncReport report = envdrift.sync(SyncOptions.plain(Optional.empty()).verifying().with(Check.DECRYPTION));
 *     if (report.hasErrors()) { … }
 * }
 * }</pre>
 *
 * <p>A run's failures are in its report, a row per mapping; only what concerns all of it is thrown. Not safe for use by
 * several threads at once.
 */
public final class Envdrift implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Project project;

    private Envdrift(Project project) {
        this.project = project;
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
        VaultProviders providers = VaultProviders.onClassPath();
        Ports ports =
                new Ports(new AtomicFile(FileOperations.system()), Clock.systemUTC(), SecureRandom::new, Progress.NONE);
        ProjectFactory factory = new ProjectFactory(
                new Machine(environment, home, ports, TrustQuestion.NOBODY, Optional::empty), providers);
        EnvdriftConfig read = new ConfigLoader(
                        providers, Optional.empty(), TrustedConfig.word(environment, factory.trustStore()), timeout)
                .load(config.toAbsolutePath());
        VaultFlags flags = VaultFlags.none();
        return new Envdrift(factory.open(read, factory.routing(read, flags), flags, timeout));
    }

    /** Returns the configuration, with its warnings. */
    public EnvdriftConfig config() {
        return project.config();
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
