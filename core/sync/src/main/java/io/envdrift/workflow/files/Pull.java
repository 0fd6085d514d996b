package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.config.Mapping;
import io.envdrift.dotenv.NameFilter;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.git.FilteredTree;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.FileTasks;
import io.envdrift.sync.KeyMaterial;
import io.envdrift.sync.Outcome;
import io.envdrift.sync.SyncMode.Check;
import io.envdrift.sync.SyncReport;
import io.envdrift.workflow.GitRemarks;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.keys.Sync;
import io.envdrift.workflow.keys.SyncOptions;
import io.envdrift.workflow.keys.UpdateApproval;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings keys and decrypts everything: what a new colleague runs on day one. */
public record Pull(Project project) {
    /**
     * Fetches the keys, then decrypts the files. When a key cannot be fetched, nothing is decrypted; when one file
     * cannot be decrypted, the others are.
     *
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no mapping is selected
     */
    public PullReport run(PullOptions options, UpdateApproval approval) {
        List<Mapping> mappings = project.select(options.profile());
        Optional<SyncReport> sync = sync(mappings, options, approval);
        if (sync.filter(SyncReport::hasErrors).isPresent()) {
            return new PullReport(sync, List.of(), 0, List.of());
        }
        Map<Mapping, KeyMaterial> ephemeral = new LinkedHashMap<>();
        sync.stream().flatMap(report -> report.rows().stream()).forEach(row -> {
            if (row.outcome() instanceof Outcome.Ephemeral(var material)) {
                ephemeral.put(row.mapping(), material);
            }
        });
        List<MappedFile> located = mappings.stream()
                .map(mapping -> MappedFile.ofValid(project, mapping))
                .toList();
        Optional<FilteredTree> filtered = FilteredTree.of(project.config().directory());
        Map<Path, byte[]> before = filtered.map(tree -> tree.contents(
                        located.stream().flatMap(file -> file.file().stream()).toList()))
                .orElse(Map.of());
        List<PullReport.FileRow> files = new FileTasks(
                        project.fileWorkers(), project.ports().progress())
                .map(located, MappedFile::name, file -> row(file, options, ephemeral));
        filtered.ifPresent(tree -> tree.decrypted(
                FilteredTree.changed(before),
                project.ports().files(),
                project.ports().randomness()));
        Optional<SyncReport> shown = options.skipSync() ? Optional.empty() : sync;
        GitRemarks remarks = new GitRemarks(project);
        return new PullReport(
                shown,
                files,
                remarks.trackedPlaintext(plaintextPlaces(located, files)),
                remarks.untidyKeysFiles(mappings));
    }

    /** Without the sync step only ephemeral keys are fetched: they are nowhere else. */
    private Optional<SyncReport> sync(List<Mapping> mappings, PullOptions options, UpdateApproval approval) {
        List<Mapping> wanted = options.skipSync()
                ? mappings.stream().filter(Mapping::ephemeral).toList()
                : mappings;
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        SyncOptions usable = SyncOptions.plain(options.profile()).with(Check.MATCHING_KEY);
        return Optional.of(new Sync(project).run(wanted, usable, approval));
    }

    private PullReport.FileRow row(MappedFile file, PullOptions options, Map<Mapping, KeyMaterial> ephemeral) {
        FileOutcome outcome = file.instead().orElseGet(() -> decrypt(file, ephemeral));
        return new PullReport.FileRow(file.mapping(), file.name(), outcome, activation(file, outcome, options));
    }

    private FileOutcome decrypt(MappedFile file, Map<Mapping, KeyMaterial> ephemeral) {
        try {
            return new DecryptFile(project.ports())
                    .run(file.file().orElseThrow(), ring(file.mapping(), ephemeral), NameFilter.all());
        } catch (EnvdriftException e) {
            return new FileOutcome.Failed(e, 0);
        }
    }

    private static KeyRing ring(Mapping mapping, Map<Mapping, KeyMaterial> ephemeral) {
        KeyMaterial material = ephemeral.get(mapping);
        if (material != null) {
            return material.ring();
        }
        return mapping.ephemeral()
                ? KeyRing.empty()
                : KeysFile.of(EnvFile.read(mapping.keysFile())).ring();
    }

    /** Returns the env files and their activated copies. */
    private static List<Path> plaintextPlaces(List<MappedFile> located, List<PullReport.FileRow> rows) {
        Stream<Path> copies = rows.stream()
                .filter(row -> row.activation()
                        .filter(PullReport.Activation.Done.class::isInstance)
                        .isPresent())
                .map(row -> row.mapping()
                        .folder()
                        .resolve(row.mapping().activateTo().orElseThrow()));
        return Stream.concat(located.stream().flatMap(file -> file.file().stream()), copies)
                .toList();
    }

    private Optional<PullReport.Activation> activation(MappedFile file, FileOutcome outcome, PullOptions options) {
        Mapping mapping = file.mapping();
        boolean wanted = options.profile().isPresent()
                && mapping.profile().equals(options.profile())
                && mapping.activateTo().isPresent();
        if (!wanted || outcome.isError() || file.file().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Activate(project.ports())
                .run(mapping, file.file().get(), mapping.activateTo().get()));
    }
}
