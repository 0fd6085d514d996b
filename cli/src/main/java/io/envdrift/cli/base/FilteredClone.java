package io.envdrift.cli.base;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.git.FilteredFiles;
import io.envdrift.git.GitDirectory;
import io.envdrift.git.GitObjects;
import io.envdrift.git.SmudgeMemory;
import io.envdrift.git.WorkTree;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.gitfilter.EnvFilter;
import io.envdrift.workflow.gitfilter.FilterKeys;
import io.envdrift.workflow.gitfilter.InstallFilter;
import io.envdrift.workflow.gitfilter.VaultKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The clone that git runs a filter command in; no question can be asked there.
 *
 * @param git where git keeps its own files
 * @param files the list of files
 * @param ports what workflows need of this machine
 * @param vault the keys that only vaults have
 */
public record FilteredClone(GitDirectory git, FilteredFiles files, Ports ports, VaultKeys vault)
        implements AutoCloseable {
    /** How long git waits for a vault. */
    private static final Duration VAULT_LIMIT = Duration.ofSeconds(5);

    /**
     * Returns the clone of the working directory.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when there is none, or none where git sees files encrypted
     */
    public static FilteredClone of(Host host) {
        GitDirectory git = directory(host);
        ProjectOpener opener = new ProjectOpener(host.unattended());
        FilteredFiles files = FilteredFiles.of(git).orElseThrow(FilteredClone::notInstalled);
        VaultKeys vault = new VaultKeys(
                source -> remembered(opener, git, files, files.sources().get(source)));
        return new FilteredClone(git, files, opener.ports(), vault);
    }

    /** Returns the keys of a list's files, those that an open project has a mapping for from its vaults first. */
    public static VaultKeys vaultKeys(Host host, GitDirectory git, FilteredFiles files, Project project) {
        ProjectOpener opener = new ProjectOpener(host.unattended());
        FilteredFiles.Source present = InstallFilter.source(project, git);
        return new VaultKeys(index -> {
            FilteredFiles.Source source = files.sources().get(index);
            List<Supplier<Project>> places = remembered(opener, git, files, source);
            return source.equals(present)
                    ? Stream.concat(Stream.of(() -> project), places.stream()).toList()
                    : places;
        });
    }

    private static List<Supplier<Project>> remembered(
            ProjectOpener opener, GitDirectory git, FilteredFiles files, FilteredFiles.Source source) {
        byte[] content = source.configText().getBytes(StandardCharsets.UTF_8);
        List<Path> places = files.places(source, git);
        return IntStream.range(0, places.size())
                .<Supplier<Project>>mapToObj(index -> () -> opener.openRemembered(
                                places.get(index), content, places.subList(index + 1, places.size()), VAULT_LIMIT)
                        .project())
                .toList();
    }

    /**
     * Returns the git directory of the working directory.
     *
     * @throws EnvdriftException {@code UNSUITABLE_FILE} when there is none
     */
    public static GitDirectory directory(Host host) {
        return GitDirectory.of(host.workingDirectory(), host.environment()).orElseThrow(WorkTree::none);
    }

    /** Returns the error of a clone in which nothing is installed. */
    public static EnvdriftException notInstalled() {
        return new EnvdriftException(
                ErrorCode.UNSUITABLE_FILE,
                "In this clone git does not see env files encrypted",
                "run: envdrift git install");
    }

    /** Returns the keys of its files. */
    public FilterKeys keys() {
        return keys(git);
    }

    /** Returns the keys for another work tree of this clone. */
    public FilterKeys keys(GitDirectory other) {
        return new FilterKeys(files, other, vault);
    }

    /** Returns what was written into its work trees. */
    public SmudgeMemory memory() {
        return new SmudgeMemory(git, ports.files(), ports.randomness());
    }

    /** Returns what was written into the work trees of a clone, whether or not its list of files can be read. */
    public static SmudgeMemory memory(Host host, GitDirectory git) {
        Ports ports = new ProjectOpener(host.unattended()).ports();
        return new SmudgeMemory(git, ports.files(), ports.randomness());
    }

    /** Returns what encrypts and decrypts. */
    public EnvFileCipher cipher() {
        return new EnvFileCipher(ports.random());
    }

    /** Returns the filter of a work tree, as git would start it. */
    public EnvFilter filter(GitDirectory other, GitObjects objects) {
        return new EnvFilter(files, keys(other), memory(), objects, cipher());
    }

    @Override
    public void close() {
        vault.close();
    }
}
