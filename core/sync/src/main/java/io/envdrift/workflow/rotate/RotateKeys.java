package io.envdrift.workflow.rotate;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.files.FolderLock;
import io.envdrift.sync.SyncApplier;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.files.FileOutcome;
import io.envdrift.workflow.files.MappedFile;
import io.envdrift.workflow.keys.OwnedFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Gives files new keys. Whatever interrupts it, some key in the vault or in a keys file opens each file afterwards, and
 * the same command resumes the rotation.
 *
 * @param project reaches vaults; empty where there is no configuration
 */
public record RotateKeys(Ports ports, Optional<Project> project) {
    /** An option of a rotation. */
    public enum Extra {
        /** The vault gets the new key, first of all. */
        PUSH,
        /**
         * Older keys are removed at the end, where every mapping of the secret was verified with the newest; when an earlier
         * rotation is complete and left older keys, no further key is made.
         */
        DROP_OLD
    }

    /** Rotates files that are named. Files that share a key get the same new one; a group that fails stops no other. */
    public RotateReport run(List<OwnedFile> files, Set<Extra> extras) {
        List<String> notes = new ArrayList<>();
        Map<OwnedFile, Rotation> outcomes = new LinkedHashMap<>();
        List<KeyGroup> groups = KeyGroup.of(files.stream().distinct().toList());
        for (KeyGroup group : groups) {
            rotate(group, extras, notes).forEach((member, outcome) -> outcomes.put(member.owned(), outcome));
            ports.progress()
                    .advanced(
                            outcomes.size(),
                            files.size(),
                            String.valueOf(group.members().getFirst().file()));
        }
        return new RotateReport(
                outcomes.entrySet().stream()
                        .map(entry -> new RotateReport.Row(entry.getKey().file().toString(), entry.getValue()))
                        .toList(),
                notes);
    }

    /**
     * Rotates the files of the selected mappings.
     *
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no mapping is selected
     */
    public RotateReport runAll(Optional<String> profile, Set<Extra> extras) {
        Project all = project.orElseThrow(() -> new EnvdriftException(
                ErrorCode.CONFIG_NOT_FOUND, "--all needs a configuration", "run: envdrift init; or name the files"));
        List<OwnedFile> files = new ArrayList<>();
        List<RotateReport.Row> others = new ArrayList<>();
        for (MappedFile file : all.select(profile).stream()
                .map(mapping -> MappedFile.locate(all, mapping))
                .toList()) {
            file.file()
                    .ifPresent(path -> files.add(new OwnedFile(
                            path, Optional.of(file.mapping()), file.mapping().keysFile(), all.plainKeys())));
            file.instead().ifPresent(outcome -> others.add(new RotateReport.Row(file.name(), instead(outcome))));
        }
        RotateReport report = run(files, extras);
        others.addAll(0, report.rows());
        return new RotateReport(others, report.notes());
    }

    private static Rotation instead(FileOutcome outcome) {
        return switch (outcome) {
            case FileOutcome.Failed failed -> new Rotation.Failed(failed.failure(), failed.line());
            case FileOutcome.Skipped(var reason, var remarks) -> new Rotation.Skipped(reason);
            case FileOutcome.Ambiguous(var reason) -> new Rotation.Skipped(reason);
            default -> throw new IllegalStateException("not an outcome of locating a file");
        };
    }

    private Map<KeyGroup.Member, Rotation> rotate(KeyGroup group, Set<Extra> extras, List<String> notes) {
        try {
            requireReachable(group, extras);
            try (FolderLock lock = FolderLock.acquire(group.folders(), SyncApplier.LOCK_LIMIT)) {
                Objects.requireNonNull(lock);
                Optional<GroupVault> vault = extras.contains(Extra.PUSH)
                        ? group.secret().map(mapping -> new GroupVault(project.orElseThrow(), mapping))
                        : Optional.empty();
                RotateGroup.Result result = new RotateGroup(ports, group, vault).run(extras.contains(Extra.DROP_OLD));
                if (extras.contains(Extra.DROP_OLD)) {
                    PrivateKey newest = result.key();
                    new DropOldKeys(ports, project, notes).run(group, vault, newest);
                }
                return result.rotations();
            }
        } catch (EnvdriftException e) {
            Map<KeyGroup.Member, Rotation> failed = new LinkedHashMap<>();
            group.members().forEach(member -> failed.put(member, new Rotation.Failed(e, 0)));
            return failed;
        }
    }

    private static void requireReachable(KeyGroup group, Set<Extra> extras) {
        String file = String.valueOf(group.members().getFirst().file());
        if (extras.contains(Extra.PUSH) && group.secret().isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.NOTHING_SELECTED,
                    file + ": --push needs a mapping that says which secret it is",
                    "add a mapping for its folder, or leave out --push and use envdrift vault-push");
        }
        if (!extras.contains(Extra.PUSH) && group.ephemeral()) {
            throw new EnvdriftException(
                    ErrorCode.VAULT_SETTINGS, file + ": its key is in the vault only", "add --push");
        }
        if (!extras.contains(Extra.PUSH)
                && extras.contains(Extra.DROP_OLD)
                && group.secret().isPresent()) {
            throw new EnvdriftException(
                    ErrorCode.VAULT_SETTINGS,
                    file + ": old keys are not dropped here while the vault may still have nothing else",
                    "add --push");
        }
    }
}
