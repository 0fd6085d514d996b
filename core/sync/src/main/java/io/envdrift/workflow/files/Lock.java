package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.git.FilteredTree;
import io.envdrift.git.WorkTree;
import io.envdrift.sync.FileTasks;
import io.envdrift.sync.KeyMaterial;
import io.envdrift.sync.Outcome;
import io.envdrift.sync.SyncMode.Check;
import io.envdrift.sync.SyncReport;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.keys.Sync;
import io.envdrift.workflow.keys.SyncOptions;
import io.envdrift.workflow.keys.UpdateApproval;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Encrypts everything again, and gives values that did not change the ciphertext that git knows. */
public final class Lock {
    static final KeyList NO_KEY = new KeyList(List.of());

    private final Project project;
    private final EncryptFile encryptFile;
    private final Optional<FilteredTree> filtered;

    /** Creates the workflow. */
    public Lock(Project project) {
        this.project = project;
        this.encryptFile = new EncryptFile(project.ports(), project.plainKeys());
        this.filtered = FilteredTree.of(project.config().directory());
    }

    /**
     * Encrypts the files. When a key does not pass the verification that was asked for, nothing is encrypted; when one
     * file cannot be encrypted, the others are.
     *
     * @param updates decides about keys that would be replaced by {@code syncKeys}
     * @param newKeys decides about files that have no key yet
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no mapping is selected
     */
    public LockReport run(LockOptions options, UpdateApproval updates, NewKeyApproval newKeys) {
        List<Mapping> mappings = project.select(options.profile());
        Optional<SyncReport> keys = keys(mappings, options, updates);
        if (keys.filter(SyncReport::hasErrors).isPresent()) {
            return new LockReport(keys, List.of());
        }
        List<MappedFile> files = mappings.stream()
                .map(mapping -> MappedFile.ofValid(project, mapping))
                .toList();
        Map<MappedFile, FileOutcome> checked = new LinkedHashMap<>();
        files.forEach(file -> checked.put(file, file.instead().orElseGet(() -> check(file))));
        if (!options.check()) {
            return new LockReport(keys, rows(files, encrypt(checked, keys, options, newKeys)));
        }
        checked.replaceAll((file, found) ->
                file.file().map(path -> EncryptFile.asMapped(path, found)).orElse(found));
        return new LockReport(keys, rows(files, checked));
    }

    private static List<LockReport.FileRow> rows(List<MappedFile> files, Map<MappedFile, FileOutcome> outcomes) {
        return files.stream()
                .map(file ->
                        new LockReport.FileRow(file.mapping(), file.name(), Objects.requireNonNull(outcomes.get(file))))
                .toList();
    }

    private Optional<SyncReport> keys(List<Mapping> mappings, LockOptions options, UpdateApproval updates) {
        if (options.keys() == LockOptions.Keys.LOCAL) {
            return Optional.empty();
        }
        SyncOptions sync = SyncOptions.plain(options.profile()).with(Check.MATCHING_KEY);
        boolean writes = options.keys() == LockOptions.Keys.SYNCED && !options.check();
        return Optional.of(
                new Sync(project).run(mappings, writes ? sync.with(Check.MISSING_FILES) : sync.verifying(), updates));
    }

    private FileOutcome check(MappedFile file) {
        try {
            Optional<KeyList> vaultKey = file.mapping().ephemeral() ? Optional.of(NO_KEY) : Optional.empty();
            FileOutcome found = encryptFile.check(request(file, vaultKey, List.of(), false, KeyPolicy.Minting.REFUSED));
            boolean plaintext = !(found instanceof FileOutcome.Unchanged) && !(found instanceof FileOutcome.WouldHead);
            boolean hidden = plaintext && isHidden(file);
            return hidden ? new FileOutcome.Unchanged("git sees it encrypted") : found;
        } catch (EnvdriftException e) {
            return new FileOutcome.Failed(e, 0);
        }
    }

    /** In a clone whose filter encrypts what git gets, plaintext in the work tree is how one works. */
    private boolean isHidden(MappedFile file) {
        return filtered.filter(tree -> file.file().filter(tree::covers).isPresent())
                .isPresent();
    }

    private Map<MappedFile, FileOutcome> encrypt(
            Map<MappedFile, FileOutcome> checked,
            Optional<SyncReport> keys,
            LockOptions options,
            NewKeyApproval newKeys) {
        Map<Path, List<byte[]>> previous = previousVersions(checked);
        List<MappedFile> open = checked.keySet().stream()
                .filter(file -> isOpen(file, Objects.requireNonNull(checked.get(file)), previous))
                .toList();
        Map<Mapping, Outcome> ephemeral = ephemeralKeys(open, keys, options);
        Map<MappedFile, FileOutcome> outcomes = new LinkedHashMap<>(checked);
        outcomes.replaceAll((file, found) -> found instanceof FileOutcome.Skipped(var reason, var remarks)
                        && file.file().isPresent()
                ? new FileOutcome.Skipped(reason, List.of(GateFinding.NOTHING))
                : found);
        List<EncryptFile.Request> requests = new ArrayList<>();
        List<MappedFile> requested = new ArrayList<>();
        for (MappedFile file : open) {
            try {
                requests.add(settle(file, ephemeral, previous, options, newKeys));
                requested.add(file);
            } catch (EnvdriftException e) {
                outcomes.put(file, new FileOutcome.Failed(e, 0));
            }
        }
        List<FileOutcome> done = new FileTasks(
                        project.fileWorkers(), project.ports().progress())
                .map(requests, request -> request.file().toString(), this::encrypt);
        for (int i = 0; i < requested.size(); i++) {
            outcomes.put(requested.get(i), done.get(i));
        }
        return outcomes;
    }

    private FileOutcome encrypt(EncryptFile.Request request) {
        try {
            return encryptFile.run(request);
        } catch (EnvdriftException e) {
            return new FileOutcome.Failed(e, 0);
        }
    }

    private EncryptFile.Request settle(
            MappedFile file,
            Map<Mapping, Outcome> ephemeral,
            Map<Path, List<byte[]>> previous,
            LockOptions options,
            NewKeyApproval newKeys) {
        Optional<KeyList> vaultKey =
                Optional.ofNullable(ephemeral.get(file.mapping())).map(Lock::keyOf);
        List<byte[]> versions = previous.getOrDefault(file.file().orElseThrow(), List.of());
        EncryptFile.Request request =
                request(file, vaultKey, versions, options.trustHeader(), KeyPolicy.Minting.REFUSED);
        if (!encryptFile.needsNewKey(request)) {
            return request;
        }
        if (!newKeys.allows(file.name())) {
            throw new EnvdriftException(
                    ErrorCode.CONFIRMATION_NEEDED,
                    "no key for it: neither the file nor " + file.mapping().keysFile() + " has one",
                    "run: envdrift sync; where the vault has no key either: envdrift vault-push --all, or envdrift"
                            + " lock --force");
        }
        return request(file, vaultKey, versions, options.trustHeader(), KeyPolicy.Minting.ALLOWED);
    }

    private static KeyList keyOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed(var failure) -> throw failure;
            default -> Outcome.material(outcome).map(KeyMaterial::list).orElse(NO_KEY);
        };
    }

    /** Ephemeral keys are nowhere but in the vault: they are fetched when a file needs one. */
    private Map<Mapping, Outcome> ephemeralKeys(List<MappedFile> open, Optional<SyncReport> keys, LockOptions options) {
        Set<Mapping> wanted = open.stream()
                .map(MappedFile::mapping)
                .filter(Mapping::ephemeral)
                .collect(Collectors.toSet());
        if (wanted.isEmpty()) {
            return Map.of();
        }
        SyncReport report = keys.orElseGet(() -> new Sync(project)
                .run(
                        List.copyOf(wanted),
                        SyncOptions.plain(options.profile()).with(Check.MATCHING_KEY),
                        UpdateApproval.never()));
        return report.rows().stream()
                .filter(row -> wanted.contains(row.mapping()))
                .collect(Collectors.toMap(SyncReport.Row::mapping, SyncReport.Row::outcome));
    }

    private boolean isOpen(MappedFile file, FileOutcome found, Map<Path, List<byte[]>> previous) {
        boolean emptied = found instanceof FileOutcome.Skipped
                && file.file()
                        .filter(path -> encryptFile.isEmptied(path, previous.getOrDefault(path, List.of())))
                        .isPresent();
        return emptied || found instanceof FileOutcome.WouldEncrypt || found instanceof FileOutcome.WouldHead;
    }

    private Map<Path, List<byte[]>> previousVersions(Map<MappedFile, FileOutcome> checked) {
        List<Path> files = checked.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof FileOutcome.WouldEncrypt
                        || entry.getValue() instanceof FileOutcome.Skipped)
                .flatMap(entry -> entry.getKey().file().stream())
                .toList();
        return WorkTree.of(project.config().directory())
                .map(tree -> tree.lastContents(files))
                .orElse(Map.of());
    }

    private static EncryptFile.Request request(
            MappedFile file,
            Optional<KeyList> vaultKey,
            List<byte[]> previous,
            boolean trustHeader,
            KeyPolicy.Minting minting) {
        return EncryptFile.Request.of(
                file.mapping(), file.file().orElseThrow(), vaultKey, new KeyPolicy(trustHeader, minting), previous);
    }
}
