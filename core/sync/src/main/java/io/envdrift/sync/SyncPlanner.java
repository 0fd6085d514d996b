package io.envdrift.sync;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.pool.SecretReference;
import io.envdrift.pool.VaultPool;
import io.envdrift.pool.VaultReads;
import io.envdrift.sync.SyncMode.Check;
import io.envdrift.vault.VaultRead;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Decides what is to be done for each mapping. Reads vaults and files, writes nothing; a mapping that fails does not stop
 * the others.
 *
 * @param routing finds a mapping's secret; throws {@link EnvdriftException} where it cannot
 * @param strictKeys whether anything but a real dotenvx private key is refused
 */
public record SyncPlanner(
        EnvFileLocator locator, Function<Mapping, SecretReference> routing, VaultPool vaults, boolean strictKeys) {
    /**
     * Returns one step per mapping, in order.
     *
     * @param ready gets the steps of one keys file after the other, each as soon as its secrets are read; a step that needs
     *     no secret is only in the list that is returned
     */
    public List<Step> plan(List<Mapping> mappings, SyncMode mode, Consumer<List<Step>> ready) {
        // By identity: each mapping is one object, and equality compares all thirteen components.
        Map<Mapping, Step> steps = new IdentityHashMap<>();
        List<Target> targets = new ArrayList<>();
        for (Mapping mapping : mappings) {
            try {
                settle(mapping, mode, steps, targets);
            } catch (EnvdriftException e) {
                steps.put(mapping, new Step.Fail(mapping, e, List.of()));
            }
        }
        try (VaultReads reads =
                vaults.start(targets.stream().map(Target::reference).toList())) {
            // Env files and keys files are read while the vaults are being read.
            LocalKeys local = new LocalKeys();
            Map<Target, EnvFileKeys> envFiles = new IdentityHashMap<>();
            Map<Path, List<Target>> perKeysFile = new LinkedHashMap<>();
            for (Target target : targets) {
                envFiles.put(target, EnvFileKeys.of(target.envFile()));
                if (!target.mapping().ephemeral()) {
                    local.prefetch(target.mapping().keysFile());
                }
                perKeysFile
                        .computeIfAbsent(target.mapping().keysFile(), any -> new ArrayList<>())
                        .add(target);
            }
            for (List<Target> same : perKeysFile.values()) {
                List<Step> planned = KeyConflicts.refuse(same.stream()
                                .map(target -> step(
                                        target,
                                        Objects.requireNonNull(envFiles.get(target)),
                                        reads.get(target.reference()),
                                        mode,
                                        local))
                                .toList())
                        .stream()
                        .map(step -> mode.verify() ? verified(step, local) : step)
                        .toList();
                planned.forEach(step -> steps.put(step.mapping(), step));
                ready.accept(planned);
            }
        }
        return mappings.stream()
                .map(mapping -> Objects.requireNonNull(steps.get(mapping)))
                .toList();
    }

    private void settle(Mapping mapping, SyncMode mode, Map<Mapping, Step> steps, List<Target> targets) {
        if (mapping.problem().isPresent()) {
            throw mapping.problem().get();
        }
        EnvFileLocation location = locator.locate(mapping);
        // First of all, so that what is wrong about the vault is told before the env file is there.
        SecretReference reference = routing.apply(mapping);
        if (location instanceof EnvFileLocation.Found(var file)) {
            targets.add(new Target(mapping, reference, Optional.of(file), Optional.empty()));
            return;
        }
        String reason = missing(location);
        if (mode.checks(Check.DECRYPTION)) {
            throw new EnvdriftException(
                    ErrorCode.FILE_NOT_FOUND,
                    "Nothing could be verified: " + reason,
                    "add the file, or remove the mapping");
        }
        if (mode.checks(Check.MISSING_FILES)) {
            targets.add(new Target(mapping, reference, Optional.empty(), Optional.of(reason)));
        } else {
            steps.put(mapping, new Step.Skip(mapping, reason, List.of()));
        }
    }

    private static String missing(EnvFileLocation location) {
        return switch (location) {
            case EnvFileLocation.Found any -> throw new IllegalArgumentException("not missing");
            case EnvFileLocation.NoFolder none -> throw none.failure();
            case EnvFileLocation.NotFound(var expected) -> "no env file " + expected;
            case EnvFileLocation.Ambiguous several -> several.reason();
        };
    }

    private Step step(Target target, EnvFileKeys envFile, VaultRead read, SyncMode mode, LocalKeys local) {
        Mapping mapping = target.mapping();
        List<String> warnings = new ArrayList<>();
        try {
            String keyName = mapping.keyNames().privateKey();
            KeyMaterial material = new KeyMaterialParser(keyName, strictKeys).parse(read.orThrow());
            if (target.reasonToSkip().isPresent()) {
                return new Step.Skip(
                        mapping, target.reasonToSkip().get() + "; the vault's secret is usable", List.of());
            }
            material.doubt().ifPresent(warnings::add);
            return compare(mapping, material, mode, local, envFile, warnings);
        } catch (EnvdriftException e) {
            return new Step.Fail(mapping, e, List.copyOf(warnings));
        }
    }

    private static Step compare(
            Mapping mapping,
            KeyMaterial material,
            SyncMode mode,
            LocalKeys local,
            EnvFileKeys envFile,
            List<String> warnings) {
        if (mapping.ephemeral()) {
            envFile.check(material, KeyRing.empty(), mode, warnings);
            return new Step.Hold(mapping, material, List.copyOf(warnings));
        }
        String name = mapping.keyNames().privateKey();
        Optional<KeysFile> file = local.file(mapping.keysFile())
                .map(keys -> keys.concerning(name, key -> material.ring().holds(key) || envFile.names(key)));
        Optional<KeyList> present =
                file.filter(keys -> !keys.entries(name).isEmpty()).map(keys -> keys.list(name));
        KeyRelation relation =
                present.map(list -> KeyRelation.of(list, material.list())).orElse(KeyRelation.DRIFT);
        envFile.check(material, kept(present, relation), mode, warnings);
        local.warning(mapping.keysFile()).filter(any -> mode.verify()).ifPresent(warnings::add);
        if (present.isEmpty()) {
            return new Step.Create(mapping, material, List.copyOf(warnings));
        }
        if (relation == KeyRelation.TRIMMED) {
            warnings.add("trimmed: the vault dropped older keys that " + mapping.envKeysFilename()
                    + " still has; nothing was replaced");
        }
        return step(mapping, material, present.get(), relation, envFile, List.copyOf(warnings));
    }

    /** Returns the keys of the keys file that stay beside the vault's, and so may be the ones that the env file needs. */
    private static KeyRing kept(Optional<KeyList> local, KeyRelation relation) {
        return relation == KeyRelation.DRIFT
                ? KeyRing.empty()
                : local.map(list -> KeyRing.of(list.keys())).orElse(KeyRing.empty());
    }

    private static Step step(
            Mapping mapping,
            KeyMaterial material,
            KeyList local,
            KeyRelation relation,
            EnvFileKeys envFile,
            List<String> warnings) {
        return switch (relation) {
            case SAME, TRIMMED -> new Step.Keep(mapping, material, warnings);
            case HISTORY -> new Step.Advance(mapping, material, local.value(), false, warnings);
            case BEHIND -> new Step.Advance(mapping, material, local.value(), true, warnings);
            case AHEAD -> new Step.Ahead(mapping, material, local.value(), envFile.fit(local, material), warnings);
            case DRIFT -> new Step.Update(mapping, material, local.value(), envFile.fit(local, material), warnings);
        };
    }

    /** Only now: a conflict between secrets says what to do, where a sync would fail. */
    private static Step verified(Step step, LocalKeys local) {
        if (!(step instanceof Step.Create(var mapping, var material, var warnings))) {
            return step;
        }
        String name = mapping.keyNames().privateKey();
        return new Step.Fail(
                mapping, missing(mapping, name, local.file(mapping.keysFile()).isEmpty()), warnings);
    }

    private static EnvdriftException missing(Mapping mapping, String name, boolean noFile) {
        String message = noFile
                ? "Key file does not exist: " + mapping.keysFile()
                : name + " missing from " + mapping.keysFile();
        return new EnvdriftException(ErrorCode.DRIFT, message, "run: envdrift sync");
    }
}
