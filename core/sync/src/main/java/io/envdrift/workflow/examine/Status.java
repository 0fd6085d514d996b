package io.envdrift.workflow.examine;

import io.envdrift.base.EnvdriftException;
import io.envdrift.config.Mapping;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.dotenvx.PublicKey;
import io.envdrift.files.FileSnapshot;
import io.envdrift.git.FilteredTree;
import io.envdrift.git.WorkTree;
import io.envdrift.pool.SecretReference;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.KeyFit;
import io.envdrift.sync.KeyMaterial;
import io.envdrift.vault.VaultRead;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.files.FileOutcome;
import io.envdrift.workflow.files.MappedFile;
import io.envdrift.workflow.keys.FetchedKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks at the three places of each key: the vault, the keys file, and the env file's header. Writes nothing. */
public record Status(Project project) {
    /**
     * Reads the three places of each selected key.
     *
     * @param profile also takes the mappings of this profile
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no mapping is selected; errors of a single mapping are in
     *     its row
     */
    public List<KeyStatus> run(Optional<String> profile) {
        return run(project.select(profile));
    }

    /** Reads the three places of the key of every mapping, of whatever profile. */
    public List<KeyStatus> runAll() {
        return run(project.config().sync().mappings());
    }

    private List<KeyStatus> run(List<Mapping> mappings) {
        Map<Mapping, SecretReference> references = new LinkedHashMap<>();
        Map<Mapping, KeyPlace> vaults = new HashMap<>();
        for (Mapping mapping : mappings) {
            try {
                references.put(mapping, project.secretOf(mapping));
            } catch (EnvdriftException e) {
                vaults.put(mapping, new KeyPlace.Unreadable(e));
            }
        }
        Map<SecretReference, VaultRead> reads = project.read(references.values());
        references.forEach((mapping, reference) ->
                vaults.put(mapping, vault(mapping, Objects.requireNonNull(reads.get(reference)))));
        List<KeyStatus> rows = new ArrayList<>();
        for (Mapping mapping : mappings) {
            rows.add(row(mapping, Objects.requireNonNull(vaults.get(mapping))));
        }
        return rows;
    }

    private KeyStatus row(Mapping mapping, KeyPlace vault) {
        MappedFile file = MappedFile.locate(project, mapping);
        Optional<EnvdriftException> problem = mapping.problem();
        if (problem.isPresent()) {
            KeyPlace unreadable = new KeyPlace.Unreadable(problem.get());
            return new KeyStatus(
                    mapping,
                    file.name(),
                    unreadable,
                    unreadable,
                    unreadable,
                    KeyStatus.Text.NONE,
                    List.of(),
                    KeyFit.UNKNOWN);
        }
        Header header = header(file);
        KeyPlace local = local(
                mapping, key -> vault.holds(key.fingerprint()) || header.place().holds(key.fingerprint()));
        KeyFit fit = fit(header.place(), local, vault);
        KeyFit known = file.file()
                .map(found -> fit.since(found, key -> vault.holds(key.fingerprint())))
                .orElse(fit);
        return new KeyStatus(mapping, file.name(), vault, local, header.place(), header.text(), header.gate(), known);
    }

    private static KeyFit fit(KeyPlace header, KeyPlace local, KeyPlace vault) {
        return header instanceof KeyPlace.Keys(List<String> named, var defect)
                ? KeyFit.of(
                        named.stream().anyMatch(local::holds), named.stream().anyMatch(vault::holds))
                : KeyFit.UNKNOWN;
    }

    private KeyPlace vault(Mapping mapping, VaultRead read) {
        return switch (read) {
            case VaultRead.Failed(var failure) -> new KeyPlace.Unreadable(failure);
            case VaultRead.Found(var secret) -> {
                try {
                    yield keys(FetchedKey.parse(project, mapping, secret).list());
                } catch (EnvdriftException e) {
                    yield new KeyPlace.Unreadable(e);
                }
            }
        };
    }

    private static KeyPlace local(Mapping mapping, Predicate<PublicKey> known) {
        if (mapping.ephemeral()) {
            return new KeyPlace.NotKept();
        }
        try {
            FileSnapshot file = FileSnapshot.of(mapping.keysFile());
            if (!file.existed()) {
                return new KeyPlace.Absent();
            }
            KeyList list = KeysFile.of(EnvFile.parse(file))
                    .concerning(name(mapping), known)
                    .list(name(mapping));
            return list.tokens().isEmpty() ? new KeyPlace.Absent() : keys(list);
        } catch (EnvdriftException e) {
            return new KeyPlace.Unreadable(e);
        }
    }

    /** Where the file's key is named, and what of the file is readable. */
    private record Header(KeyPlace place, KeyStatus.Text text, List<GateFinding> gate) {}

    private Header header(MappedFile mapped) {
        Optional<Path> file = mapped.file();
        if (file.isEmpty()) {
            KeyPlace place = mapped.instead().orElseThrow() instanceof FileOutcome.Failed failed
                    ? new KeyPlace.Unreadable(failed.failure())
                    : new KeyPlace.Absent();
            return new Header(place, KeyStatus.Text.NONE, List.of());
        }
        try {
            EnvDocument document = EnvFile.read(file.get());
            EncryptionState state = EncryptionState.of(document, project.plainKeys());
            List<PublicKey> named = state.kind() == EncryptionState.Kind.PLAINTEXT
                            && state.validPublicKeys().isEmpty()
                    ? namedInGit(file.get())
                    : state.validPublicKeys();
            List<String> fingerprints =
                    named.stream().map(PublicKey::fingerprint).toList();
            KeyPlace place =
                    fingerprints.isEmpty() ? new KeyPlace.Absent() : new KeyPlace.Keys(fingerprints, Optional.empty());
            return new Header(place, KeyStatus.Text.of(state.kind()), GateFinding.ofMapped(document, state));
        } catch (EnvdriftException e) {
            return new Header(new KeyPlace.Unreadable(e), KeyStatus.Text.NONE, List.of());
        }
    }

    /** Where git's filter encrypts, plaintext may lack the line of its key, for one that was written anew: git's version has it. */
    private List<PublicKey> namedInGit(Path file) {
        Path directory = project.config().directory();
        if (FilteredTree.of(directory).filter(tree -> tree.covers(file)).isEmpty()) {
            return List.of();
        }
        return WorkTree.of(directory)
                .map(tree -> tree.lastContents(List.of(file)).getOrDefault(file, List.of()))
                .orElse(List.of())
                .stream()
                .flatMap(version -> EnvDocument.tryDecode(version).stream())
                .map(version -> EncryptionState.of(version, project.plainKeys()).validPublicKeys())
                .filter(keys -> !keys.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static KeyPlace keys(KeyList list) {
        List<String> fingerprints =
                list.tokens().stream().map(KeyMaterial::fingerprint).toList();
        return new KeyPlace.Keys(fingerprints, list.defect());
    }

    private static String name(Mapping mapping) {
        return mapping.keyNames().privateKey();
    }
}
