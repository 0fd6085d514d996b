package io.envdrift.workflow.keys;

import io.envdrift.base.EnvdriftException;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.dotenvx.PublicKey;
import io.envdrift.sync.DecryptionProbe;
import io.envdrift.sync.DecryptionTest;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.KeyFit;
import io.envdrift.sync.KeyMaterial;
import io.envdrift.sync.KeyMaterialParser;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultSecret;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds out in memory whether the key in a vault opens an env file. Keys of this machine do not count. */
public record VerifyVault(Vault vault, Steps steps) {
    /** Is called before each step. */
    public interface Steps {
        /** A listener that does nothing. */
        Steps NONE = new Steps() {};

        /** The secret is about to be read. */
        default void fetching() {}

        /** The secret was read; the file is about to be opened with it. */
        default void testing() {}
    }

    /**
     * What was found.
     *
     * @param key the fingerprint of the vault's newest key, or a salted preview of other text; empty when the vault was
     *     not asked, because there is nothing to open
     * @param fileKey the fingerprint of the file's public key
     */
    public record Verification(VaultVerdict verdict, Optional<String> key, Optional<String> fileKey) {}

    /**
     * Tests the file with the vault's key. A file that is not fully encrypted fails without the vault being asked.
     *
     * @param strictKeys whether anything but a real dotenvx private key is refused
     * @throws EnvdriftException {@code UNSUITABLE_FILE} for a file of SOPS, {@code UNUSABLE_KEY_MATERIAL}, or what
     *     reading the file or the vault throws
     */
    public Verification run(OwnedFile file, String secret, boolean strictKeys) {
        EnvDocument document = EnvFile.parse(file.snapshot());
        EncryptionState state = EncryptionState.of(document, file.plainKeys());
        state.requireNoSops();
        List<PublicKey> publicKeys = state.validPublicKeys();
        Optional<String> fileKey = publicKeys.stream().findFirst().map(PublicKey::fingerprint);
        if (state.kind() != EncryptionState.Kind.ENCRYPTED
                || !GateFinding.of(document, state).isEmpty()) {
            DecryptionTest.Failed failed = (DecryptionTest.Failed) test(document, KeyRing.empty(), file);
            return new Verification(
                    new VaultVerdict.NotEncrypted(failed.reason(), failed.line(), failed.findings()),
                    Optional.empty(),
                    fileKey);
        }
        steps.fetching();
        VaultSecret value = vault.get(secret);
        KeyMaterial material = new KeyMaterialParser(namesOf(file, state).privateKey(), strictKeys)
                .parseFor(value, publicKeys, file.mapping().isPresent());
        steps.testing();
        return new Verification(
                verdict(test(document, material.ring(), file), state, material, file),
                Optional.of(material.fingerprint()),
                fileKey);
    }

    private static DecryptionTest test(EnvDocument document, KeyRing ring, OwnedFile file) {
        return DecryptionProbe.test(document, ring, file.plainKeys());
    }

    private static KeyNames namesOf(OwnedFile file, EncryptionState state) {
        Path name = Objects.requireNonNull(file.file().getFileName());
        return file.names().or(state::keyNames).orElseGet(() -> KeyNames.ofFile(name.toString()));
    }

    private static VaultVerdict verdict(
            DecryptionTest test, EncryptionState state, KeyMaterial material, OwnedFile file) {
        KeyRing ring = material.ring();
        boolean own = ring.holdsAny(state.validPublicKeys());
        return switch (test) {
            case DecryptionTest.Passed(var values) -> {
                // The next editor of the file would encrypt to the key that the header names.
                boolean foreignHeader = !own && !state.publicKeys().isEmpty();
                yield foreignHeader
                        ? new VaultVerdict.Damaged(
                                "the key opens every value, but does not match "
                                        + state.publicKeys().getFirst().name(),
                                state.publicKeys().getFirst().line())
                        : new VaultVerdict.InSync(values);
            }
            case DecryptionTest.Failed failed -> {
                if (ring.isEmpty()) {
                    yield new VaultVerdict.WrongKey(
                            "the vault's value is no dotenvx private key", 0, fit(state, ring, file));
                }
                yield own
                        ? new VaultVerdict.Damaged(failed.reason(), failed.line())
                        : new VaultVerdict.WrongKey(failed.reason(), failed.line(), fit(state, ring, file));
            }
        };
    }

    /** The keys file only decides the advice, never the verdict. */
    private static KeyFit fit(EncryptionState state, KeyRing vault, OwnedFile file) {
        try {
            KeyRing local = KeysFile.of(EnvFile.read(file.keysFile())).ring();
            return KeyFit.of(state.validPublicKeys(), local, vault).since(file.file(), vault::holds);
        } catch (EnvdriftException e) {
            return KeyFit.UNKNOWN;
        }
    }
}
