package io.envdrift.cli.git;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.base.Host;
import io.envdrift.cli.base.ProjectOpener;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.GitDirectory;
import io.envdrift.git.SmudgeMemory;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.gitfilter.FilterKeys;
import io.envdrift.workflow.gitfilter.VaultKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The clone that a command of git's runs in, with nobody to ask. */
final class Clone implements AutoCloseable {
    /** How long git waits for a vault. */
    private static final Duration VAULT_LIMIT = Duration.ofSeconds(5);

    private final GitDirectory git;
    private final FilteredFiles files;
    private final Ports ports;
    private final VaultKeys vault;

    private Clone(GitDirectory git, FilteredFiles files, Ports ports, VaultKeys vault) {
        this.git = git;
        this.files = files;
        this.ports = ports;
        this.vault = vault;
    }

    /**
     * Returns the clone of the working directory.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when there is none, or none where git sees files encrypted
     */
    static Clone of(Host host) {
        GitDirectory git = directory(host);
        ProjectOpener opener = new ProjectOpener(host.unattended());
        FilteredFiles files = FilteredFiles.of(git).orElseThrow(Clone::notInstalled);
        VaultKeys vault = new VaultKeys(() -> opener.openRemembered(
                        files.config(), files.configText().getBytes(StandardCharsets.UTF_8), VAULT_LIMIT)
                .project());
        return new Clone(git, files, opener.ports(), vault);
    }

    /**
     * Returns the git directory of the working directory.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when there is none
     */
    static GitDirectory directory(Host host) {
        return GitDirectory.of(host.workingDirectory(), host.environment())
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.UNSUITABLE_FILE, "This is no git work tree", "run it inside a repository"));
    }

    static EnvdriftException notInstalled() {
        return new EnvdriftException(
                ErrorCode.UNSUITABLE_FILE,
                "In this clone git does not see env files encrypted",
                "run: envdrift git install");
    }

    GitDirectory git() {
        return git;
    }

    FilteredFiles files() {
        return files;
    }

    Ports ports() {
        return ports;
    }

    FilterKeys keys() {
        return keys(git);
    }

    /** Returns the keys for another work tree of this clone. */
    FilterKeys keys(GitDirectory other) {
        return new FilterKeys(files, other, vault);
    }

    SmudgeMemory memory() {
        return new SmudgeMemory(git, ports.files(), ports.randomness());
    }

    EnvFileCipher cipher() {
        return new EnvFileCipher(ports.random());
    }

    @Override
    public void close() {
        vault.close();
    }
}
