package io.envdrift.workflow.examine;

import io.envdrift.base.EnvdriftException;
import io.envdrift.config.Mapping;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.files.AtomicFile;
import io.envdrift.git.FilteredTree;
import io.envdrift.git.WorkTree;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.KeysBackup;
import io.envdrift.sync.LocalKeys;
import io.envdrift.workflow.GitRemarks;
import io.envdrift.workflow.IgnoreLine;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.examine.Finding.Severity;
import io.envdrift.workflow.examine.Finding.Topic;
import io.envdrift.workflow.files.FileOutcome;
import io.envdrift.workflow.files.MappedFile;
import io.envdrift.workflow.gitfilter.FilterStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Examines the files of a project: whether they exist, who may read them, and whether git would commit them. */
final class DoctorFiles {
    /** The advice for a file that names no key: {@code lock} makes none by itself. */
    private static final String FIRST_LOCK =
            "envdrift lock; where neither the vault nor .env.keys has its key yet: envdrift vault-push --all";

    private final Project project;
    private final List<Mapping> mappings;

    DoctorFiles(Project project) {
        this.project = project;
        this.mappings = project.config().sync().mappings().stream()
                .filter(mapping -> mapping.problem().isEmpty())
                .toList();
    }

    void run(List<Finding> findings) {
        List<Path> secret = new ArrayList<>(keysFiles());
        for (Mapping mapping : mappings) {
            MappedFile file = MappedFile.locate(project, mapping);
            file.instead().ifPresent(instead -> findings.add(missing(file, instead)));
            file.file().filter(this::isPlaintext).ifPresent(secret::add);
            mapping.activateTo()
                    .map(mapping.folder()::resolve)
                    .filter(Files::exists)
                    .ifPresent(secret::add);
        }
        for (Path keysFile : keysFiles()) {
            leftovers(keysFile, findings);
        }
        secret.stream().distinct().filter(LocalKeys::isWider).forEach(file -> findings.add(wider(file)));
        gates(findings);
        git(findings);
        findings.addAll(new UnmappedFiles(project).run());
        FilteredTree.of(project.config().directory()).ifPresent(tree -> filter(tree, findings));
        FilteredTree.damage(project.config().directory())
                .ifPresent(damage -> findings.add(Finding.mended(
                        Topic.GIT, Severity.PROBLEM, damage.getMessage(), "envdrift", "git", "install")));
    }

    /** What {@code git status} of envdrift reports in a clone where git sees files encrypted. */
    private void filter(FilteredTree tree, List<Finding> findings) {
        FilterStatus status = new FilterStatus(tree.git(), tree.files(), project.ports());
        status.missing()
                .forEach(missing -> findings.add(
                        Finding.mended(Topic.GIT, Severity.PROBLEM, missing, "envdrift", "git", "install")));
        status.rows().stream()
                .filter(FilterStatus.Row::needsAttention)
                .forEach(row -> findings.add(Finding.mended(
                        Topic.GIT,
                        Severity.PROBLEM,
                        row.path() + " is not as the filter of git should have it",
                        "envdrift",
                        "git",
                        "status")));
        findings.add(Finding.good(
                Topic.GIT,
                "git sees " + tree.files().files().size()
                        + " file(s) encrypted here; 'git archive' would write plaintext:"
                        + " use git -c filter.envdrift.process= -c filter.envdrift.required=false archive"));
    }

    private Set<Path> keysFiles() {
        Set<Path> files = new LinkedHashSet<>();
        mappings.stream()
                .filter(mapping -> !mapping.ephemeral())
                .map(Mapping::keysFile)
                .forEach(files::add);
        return files;
    }

    private static Finding missing(MappedFile file, FileOutcome instead) {
        return switch (instead) {
            case FileOutcome.Failed failed -> Finding.of(Topic.FILES, failed.failure());
            case FileOutcome.Skipped(var reason, var remarks) ->
                Finding.of(
                        Topic.FILES,
                        Severity.WARNING,
                        file.name() + ": " + reason,
                        "add the env file, or remove the mapping");
            case FileOutcome.Ambiguous(var reason) ->
                Finding.of(
                        Topic.FILES,
                        Severity.WARNING,
                        file.name() + ": " + reason,
                        "name the file with env_file, or remove the mapping");
            default -> throw new IllegalStateException("no reason for a missing file: " + instead);
        };
    }

    /** Files that killed writes left behind, and backups without a key that the keys file lacks. */
    private static void leftovers(Path keysFile, List<Finding> findings) {
        for (Path file : beside(keysFile)) {
            String name = String.valueOf(file.getFileName());
            if (AtomicFile.isTemporary(name)) {
                findings.add(Finding.mended(
                        Topic.FILES,
                        Severity.WARNING,
                        file + " was left behind by a write that was killed",
                        "rm",
                        file.toString()));
            } else if (KeysBackup.isOf(keysFile, file)) {
                findings.add(
                        KeysBackup.isStale(keysFile, file)
                                ? Finding.mended(
                                        Topic.FILES,
                                        Severity.WARNING,
                                        file + " holds only keys that " + keysFile.getFileName() + " has too",
                                        "rm",
                                        file.toString())
                                : Finding.of(
                                        Topic.FILES,
                                        Severity.WARNING,
                                        file + " holds a key that " + keysFile.getFileName() + " has not",
                                        "remove it when no file needs that key any more"));
            }
        }
    }

    private static List<Path> beside(Path keysFile) {
        Path folder = keysFile.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            // A folder that cannot be read is reported with its env file.
            return List.of();
        }
    }

    private static Finding wider(Path file) {
        return Finding.mended(
                Topic.PERMISSIONS, Severity.PROBLEM, file + " can be read by others", "chmod", "600", file.toString());
    }

    private void git(List<Finding> findings) {
        Optional<WorkTree> tree = WorkTree.of(project.config().directory());
        if (tree.isEmpty()) {
            findings.add(Finding.of(Topic.GIT, Severity.WARNING, "no git work tree: its checks were skipped", ""));
            return;
        }
        List<Path> never = new ArrayList<>(keysFiles());
        mappings.forEach(
                mapping -> mapping.activateTo().map(mapping.folder()::resolve).ifPresent(never::add));
        Set<Path> tracked = tree.get().tracked(never);
        for (Path file : tracked) {
            findings.add(Finding.mended(
                    Topic.GIT,
                    Severity.PROBLEM,
                    "git tracks " + file + ": whoever has the repository has what is in it",
                    "git",
                    "rm",
                    "--cached",
                    file.toString()));
        }
        List<Path> copies = mappings.stream()
                .flatMap(mapping -> mapping.activateTo().map(mapping.folder()::resolve).stream())
                .toList();
        Set<Path> open = new LinkedHashSet<>(new GitRemarks(project).untidyKeysFiles(mappings));
        open.addAll(tree.get().notIgnored(copies));
        open.removeAll(tracked);
        for (Path file : open) {
            findings.add(Finding.of(
                    Topic.GIT,
                    Severity.PROBLEM,
                    "git would take " + file + " with the next 'git add'",
                    "add the line "
                            + (String.valueOf(file.getFileName()).startsWith(".env.keys")
                                    ? IgnoreLine.PATTERN
                                    : tree.get().root().relativize(file))
                            + " to .gitignore"));
        }
        if (open.isEmpty() && tracked.isEmpty() && tree.get().isKnownToGit()) {
            findings.add(Finding.good(Topic.GIT, "git tracks and takes no keys file"));
        }
    }

    /** The findings of the gates: plaintext is normal after a pull, everything else stops {@code lock}. */
    private void gates(List<Finding> findings) {
        List<MappedFile> located = mappings.stream()
                .map(mapping -> MappedFile.locate(project, mapping))
                .toList();
        List<Path> files =
                located.stream().flatMap(file -> file.file().stream()).toList();
        Optional<FilteredTree> filtered = FilteredTree.of(project.config().directory());
        Set<Path> tracked = new LinkedHashSet<>(WorkTree.of(project.config().directory())
                .map(tree -> tree.tracked(files))
                .orElse(Set.of()));
        Set<Path> hidden = files.stream()
                .filter(file -> filtered.filter(tree -> tree.covers(file)).isPresent())
                .collect(Collectors.toSet());
        for (MappedFile mapped : located) {
            mapped.file()
                    .ifPresent(file ->
                            gates(mapped.name(), file, tracked.contains(file), hidden.contains(file), findings));
        }
    }

    private void gates(String name, Path file, boolean tracked, boolean hidden, List<Finding> findings) {
        List<GateFinding> found;
        boolean namesKey;
        try {
            EnvDocument document = EnvFile.read(file);
            EncryptionState state = EncryptionState.of(document, project.plainKeys());
            found = GateFinding.ofMapped(document, state);
            namesKey = !state.publicKeys().isEmpty() || state.lacksHeader();
        } catch (EnvdriftException e) {
            findings.add(Finding.of(Topic.FILES, e));
            return;
        }
        List<GateFinding> plaintext =
                found.stream().filter(GateFinding::isMendedByEncryption).toList();
        GateFinding.blocking(found)
                .forEach(finding -> findings.add(
                        Finding.of(Topic.FILES, Severity.PROBLEM, name + ": " + finding.message(), finding.advice())
                                .at(name, List.of(finding))));
        if (!plaintext.isEmpty() && !hidden) {
            Topic topic = tracked ? Topic.GIT : Topic.FILES;
            String text = name + " holds plaintext" + (tracked ? ", and git tracks it: " : ": ")
                    + GateFinding.summary(plaintext);
            Finding finding = namesKey
                    ? Finding.mended(topic, Severity.WARNING, text, "envdrift", "lock")
                    : Finding.of(topic, Severity.WARNING, text, FIRST_LOCK);
            findings.add(finding.at(name, plaintext));
        }
    }

    private boolean isPlaintext(Path file) {
        return GitRemarks.holdsPlaintext(file, project.plainKeys());
    }
}
