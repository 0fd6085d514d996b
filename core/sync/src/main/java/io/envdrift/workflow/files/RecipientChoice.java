package io.envdrift.workflow.files;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.dotenvx.PublicKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Decides to which key a file is encrypted. The header decides where there is one, but only if no key at hand
 * contradicts it; without one, the key that opens what is encrypted already; else the key that is at hand; else, if
 * allowed, a new one.
 *
 * @param file the env file, for messages
 * @param names the names that its keys have
 * @param vaultKey the vault's key of an ephemeral mapping, which alone counts then
 * @param keysFile the keys of the folder; empty for an ephemeral mapping
 */
record RecipientChoice(Path file, KeyNames names, Optional<KeyList> vaultKey, KeysFile keysFile) {

    Recipient choose(EncryptionState state, KeyPolicy policy, SecureRandom random) {
        Optional<PublicKey> header = state.recipient();
        if (header.isPresent()) {
            return ofHeader(header.get(), policy);
        }
        if (state.lacksHeader()) {
            return ofValues(state);
        }
        Optional<PrivateKey> own = own().newest();
        if (own.isPresent()) {
            return Recipient.of(own.get());
        }
        if (!own().tokens().isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.UNUSABLE_KEY_MATERIAL,
                    file + ": the " + ownName() + " is no dotenvx private key",
                    "correct it, or remove it to have a new key made");
        }
        if (vaultKey.isPresent() || policy.mint() == KeyPolicy.Minting.REFUSED) {
            throw new EnvdriftException(
                    ErrorCode.MISSING_PRIVATE_KEY,
                    file + ": no public key in the file and no " + names.privateKey() + " at hand",
                    "run: envdrift sync; or allow a new key with --force");
        }
        PrivateKey minted = PrivateKey.generate(random);
        return new Recipient(minted.publicKey(), Optional.of(minted), true);
    }

    /** Returns the keys that are meant for this file by name. */
    private KeyList own() {
        return vaultKey.orElseGet(() -> keysFile.list(names.privateKey()));
    }

    private String ownName() {
        return vaultKey.isPresent() ? "vault's key" : "local " + names.privateKey();
    }

    /** A second key beside the one that the values are encrypted to would split the file. */
    private Recipient ofValues(EncryptionState state) {
        return KeyRing.of(own().keys())
                .opening(state)
                .or(() -> ring().opening(state))
                .map(Recipient::of)
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.MISSING_PRIVATE_KEY,
                        file + ": no public key in the file, and no private key at hand opens its encrypted values",
                        (vaultKey.isPresent() ? "" : "run: envdrift sync; or ")
                                + "restore the line of the public key from git"));
    }

    private KeyRing ring() {
        return vaultKey.map(list -> KeyRing.of(list.keys())).orElseGet(keysFile::ring);
    }

    private Recipient ofHeader(PublicKey header, KeyPolicy policy) {
        Optional<PrivateKey> confirmed = ring().find(header);
        if (confirmed.isPresent()) {
            return Recipient.of(confirmed.get());
        }
        Optional<PrivateKey> own = own().newest();
        if (own.isPresent()) {
            throw new EnvdriftException(
                    ErrorCode.WRONG_PRIVATE_KEY,
                    file + ": the " + ownName()
                            + " does not derive the file's public key (key "
                            + own.get().fingerprint() + ", file "
                            + header.fingerprint() + ")",
                    "see whose key opens the file with: envdrift status; or restore the header from git");
        }
        if (!own().tokens().isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.UNUSABLE_KEY_MATERIAL,
                    file + ": the " + ownName()
                            + " is no dotenvx private key, so it does not derive the file's public key "
                            + header.fingerprint(),
                    "see whose key opens the file with: envdrift status; or correct the key");
        }
        if (!policy.trustHeader()) {
            throw new EnvdriftException(
                    ErrorCode.MISSING_PRIVATE_KEY,
                    file + ": no private key at hand confirms the file's public key " + header.fingerprint(),
                    "run: envdrift sync; or accept the header with --trust-header");
        }
        return new Recipient(header, Optional.empty(), false);
    }
}
