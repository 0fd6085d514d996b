package io.envdrift.workflow.push;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.config.Mapping;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.PublicKey;
import io.envdrift.pool.SecretReference;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.EnvFileLocation;
import io.envdrift.sync.KeyFit;
import io.envdrift.sync.KeyMaterial;
import io.envdrift.sync.KeyRelation;
import io.envdrift.sync.KeyText;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultSecret;
import io.envdrift.workflow.IgnoreLine;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.files.EncryptFile;
import io.envdrift.workflow.files.KeyPolicy;
import io.envdrift.workflow.files.MappedFile;
import io.envdrift.workflow.keys.FetchedKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Puts the keys of all mappings into their vaults. A secret that is there is compared: what the vault lacks is added, another key
 * is replaced only by force.
 */
public record PushAll(Project project) {
    /** An option of a push. */
    public enum Extra {
        /** A secret that holds another key is replaced. */
        REPLACE,
        /** Plaintext files are left as they are, and only their keys pushed. */
        KEEP_PLAINTEXT
    }

    /**
     * What to do.
     *
     * @param announce is told of each plaintext file before it is encrypted
     * @param ignored is told what became of the line that keeps a keys file out of git
     */
    public record Options(Set<Extra> extras, Consumer<String> announce, Consumer<IgnoreLine.Note> ignored) {}

    /**
     * Runs it, mapping by mapping; one that fails does not stop the others.
     *
     * @throws EnvdriftException {@code NOTHING_SELECTED} when no mapping is selected
     */
    public PushReport run(Optional<String> profile, Options options) {
        return new PushReport(project.select(profile).stream()
                .map(mapping -> new PushReport.Row(mapping, push(mapping, options)))
                .toList());
    }

    private PushReport.Pushed push(Mapping mapping, Options options) {
        try {
            if (mapping.problem().isPresent()) {
                throw mapping.problem().get();
            }
            EnvFileLocation location = project.locator().locate(mapping);
            if (location instanceof EnvFileLocation.NoFolder none) {
                throw none.failure();
            }
            Optional<Path> envFile =
                    location instanceof EnvFileLocation.Found(var file) ? Optional.of(file) : Optional.empty();
            SecretReference reference = project.secretOf(mapping);
            Vault vault = project.vault(reference.vault());
            VerifiedWrite write = new VerifiedWrite(vault);
            // The vault is read before a local file is changed: an existing secret must not cost an encryption.
            Optional<VaultSecret> before = write.find(reference.name());
            return before.isPresent()
                    ? compare(mapping, envFile, options, write, before.get())
                    : create(mapping, envFile, options, write);
        } catch (EnvdriftException e) {
            return new PushReport.Pushed.Failed(e);
        }
    }

    private PushReport.Pushed create(Mapping mapping, Optional<Path> envFile, Options options, VerifiedWrite write) {
        if (!options.extras().contains(Extra.KEEP_PLAINTEXT)) {
            if (envFile.isEmpty()) {
                return new PushReport.Pushed.Skipped("no env file");
            }
            encrypt(mapping, envFile.get(), options);
        }
        LabelledKey key = LabelledKey.read(mapping.keysFile(), mapping.environment(), headerOf(envFile), above(mapping))
                .under(project.config().hasStrictKeys());
        return new PushReport.Pushed.Done(
                write.put(mapping.secretName(), key.line(), Optional.empty()).doubting(key.doubt()),
                elsewhere(mapping, key));
    }

    private PushReport.Pushed compare(
            Mapping mapping, Optional<Path> envFile, Options options, VerifiedWrite write, VaultSecret before) {
        Optional<KeyMaterial> inVault = material(mapping, before);
        Optional<LabelledKey> local = LabelledKey.find(
                mapping.keysFile(),
                mapping.environment(),
                headerOf(envFile),
                above(mapping),
                inVault.map(KeyMaterial::ring).orElse(KeyRing.empty()));
        List<PublicKey> header = envFile.map(PushAll::publicKeys).orElse(List.of());
        if (local.isEmpty()) {
            return withoutLocalKey(mapping, inVault, header);
        }
        KeyList list = KeyList.parse(local.get().value().reveal());
        KeyRelation relation =
                inVault.map(material -> KeyRelation.of(list, material.list())).orElse(KeyRelation.DRIFT);
        return switch (relation) {
            case SAME, HISTORY -> new PushReport.Pushed.Skipped("the vault has it already");
            case TRIMMED ->
                new PushReport.Pushed.Skipped("the vault has the newest key already, and dropped older ones");
            case BEHIND ->
                new PushReport.Pushed.Skipped("the vault has it already, and a newer key: run envdrift sync");
            case AHEAD ->
                new PushReport.Pushed.Done(
                        replace(
                                mapping,
                                write,
                                before,
                                inVault.orElseThrow(),
                                local.get().under(project.config().hasStrictKeys()),
                                list),
                        List.of("the vault lacked the newest key"));
            case DRIFT ->
                different(
                        mapping,
                        envFile,
                        options,
                        write,
                        before,
                        inVault,
                        local.get().under(project.config().hasStrictKeys()),
                        header);
        };
    }

    private List<Path> above(Mapping mapping) {
        return KeysFilesAbove.of(
                mapping.folder(), project.config().directory(), project.config().sync());
    }

    private static List<String> elsewhere(Mapping mapping, LabelledKey key) {
        return key.keysFile().equals(mapping.keysFile()) ? List.of() : List.of("from " + key.keysFile());
    }

    /** Keeps the shape that the secret has: another reader may rely on it. */
    private static VerifiedWrite.Written replace(
            Mapping mapping,
            VerifiedWrite write,
            VaultSecret before,
            KeyMaterial material,
            LabelledKey local,
            KeyList list) {
        Secret text = material.label().isPresent() ? KeyText.replacing(before, material, list) : local.line();
        return write.put(mapping.secretName(), text, Optional.of(before));
    }

    private PushReport.Pushed different(
            Mapping mapping,
            Optional<Path> envFile,
            Options options,
            VerifiedWrite write,
            VaultSecret before,
            Optional<KeyMaterial> inVault,
            LabelledKey local,
            List<PublicKey> header) {
        requireOwnSecret(mapping, KeyList.parse(local.value().reveal()));
        if (options.extras().contains(Extra.REPLACE)) {
            return new PushReport.Pushed.Done(
                    write.put(mapping.secretName(), local.line(), Optional.of(before))
                            .doubting(local.doubt()),
                    List.of());
        }
        KeyRing ring = inVault.map(KeyMaterial::ring).orElse(KeyRing.empty());
        KeyFit here = KeyFit.of(
                header, KeyRing.of(KeyList.parse(local.value().reveal()).keys()), ring);
        KeyFit fit = envFile.map(file -> here.since(file, ring::holds)).orElse(here);
        String keys = " (vault " + inVault.map(KeyMaterial::fingerprint).orElse("no usable key") + ", keys file "
                + KeyMaterial.fingerprint(local.value()) + ")";
        throw fit == KeyFit.VAULT
                ? new KeyDriftException(
                        fit,
                        "the vault has ANOTHER key, which opens the file" + keys,
                        "the local key does not open it; take the vault's: envdrift sync --force")
                : new KeyDriftException(
                        fit,
                        "the vault has ANOTHER key; --force replaces it" + keys,
                        switch (fit) {
                            case LOCAL -> "the local key opens the file and the vault's does not";
                            case LOCAL_SINCE_COMMIT ->
                                "the vault's key opens the file as git has it: git restore it (local edits are lost),"
                                        + " then: envdrift sync --force";
                            default -> "ask whose key is the right one before you replace the team's";
                        });
    }

    /**
     * Files may share a secret as long as they share its key: replacing it for one file must not take away another's.
     *
     * @throws EnvdriftException {@code CONFIG_INVALID} when another mapping names the secret, and its file is of none of the keys
     */
    private void requireOwnSecret(Mapping mapping, KeyList keys) {
        SecretReference own = project.secretOf(mapping);
        KeyRing ring = KeyRing.of(keys.keys());
        for (Mapping other : project.config().sync().mappings()) {
            if (other.equals(mapping)
                    || other.problem().isPresent()
                    || !other.secretName().equals(mapping.secretName())
                    || !project.secretOf(other).equals(own)) {
                continue;
            }
            MappedFile file = MappedFile.locate(project, other);
            List<PublicKey> theirs = file.file().map(PushAll::publicKeys).orElse(List.of());
            if (!theirs.isEmpty() && !ring.holdsAny(theirs)) {
                throw new EnvdriftException(
                        ErrorCode.CONFIG_INVALID,
                        "the secret is also that of " + file.name() + ", which has another key",
                        "give each file a secret_name of its own in "
                                + project.config().file() + ", then: envdrift vault-push --all");
            }
        }
    }

    private static PushReport.Pushed withoutLocalKey(
            Mapping mapping, Optional<KeyMaterial> inVault, List<PublicKey> header) {
        boolean opens =
                inVault.filter(material -> material.ring().holdsAny(header)).isPresent();
        if (opens) {
            return new PushReport.Pushed.Skipped("the vault has the file's key already");
        }
        if (inVault.isPresent() && header.isEmpty()) {
            return new PushReport.Pushed.Skipped("the vault has a key, and there is none here: run envdrift sync");
        }
        throw new EnvdriftException(
                ErrorCode.MISSING_PRIVATE_KEY,
                "the vault's value does not open the file, and "
                        + mapping.keyNames().privateKey() + " is not in " + mapping.keysFile(),
                "bring the keys file of whoever encrypted the file, or restore the file from git");
    }

    private Optional<KeyMaterial> material(Mapping mapping, VaultSecret secret) {
        try {
            return Optional.of(FetchedKey.parse(project, mapping, secret));
        } catch (EnvdriftException e) {
            // A value without a key of this mapping is reported as another value.
            return Optional.empty();
        }
    }

    /** A header that holds no key tells nothing about it; encrypting is refused over it, pushing is not. */
    private static Optional<Path> headerOf(Optional<Path> envFile) {
        return envFile.filter(file -> !publicKeys(file).isEmpty());
    }

    private static List<PublicKey> publicKeys(Path file) {
        try {
            return EncryptionState.of(EnvFile.read(file)).validPublicKeys();
        } catch (EnvdriftException e) {
            return List.of();
        }
    }

    private void encrypt(Mapping mapping, Path file, Options options) {
        EncryptionState state = EncryptionState.of(EnvFile.read(file), project.plainKeys());
        if (state.kind() == EncryptionState.Kind.ENCRYPTED) {
            return;
        }
        options.announce().accept(file.toString());
        new EncryptFile(project.ports(), project.plainKeys())
                .run(EncryptFile.Request.of(
                        mapping, file, Optional.empty(), new KeyPolicy(false, KeyPolicy.Minting.ALLOWED), List.of()));
        new IgnoreLine(project.ports()).ensure(mapping.keysFile()).ifPresent(options.ignored());
    }
}
