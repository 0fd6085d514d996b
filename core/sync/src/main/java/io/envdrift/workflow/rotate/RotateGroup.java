package io.envdrift.workflow.rotate;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.sync.DecryptionProbe;
import io.envdrift.sync.DecryptionTest;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.KeysFileWriter;
import io.envdrift.workflow.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The rotation of one group, under the locks of its folders. The order is what makes it safe: a key is stored, in the
 * vault and then in keys files, beside the older ones before the first file is encrypted with it. So after any step some
 * key at hand opens each file, and the next run sees from the histories what is left to do.
 */
final class RotateGroup {
    private final Ports ports;
    private final KeyGroup group;
    private final Optional<GroupVault> vault;
    private final List<Sealed> files = new ArrayList<>();
    private final Map<Path, LocalKeyring> keysFiles = new LinkedHashMap<>();

    /** A file as it was found. */
    private record Sealed(KeyGroup.Member member, FileSnapshot before, EnvDocument document) {
        boolean opensWith(KeyRing ring) {
            return test(document, ring) instanceof DecryptionTest.Passed;
        }

        DecryptionTest test(EnvDocument any, KeyRing ring) {
            return DecryptionProbe.test(any, ring, member.owned().plainKeys());
        }

        boolean isAt(PrivateKey key) {
            return EncryptionState.of(document)
                            .recipient()
                            .filter(key.publicKey()::equals)
                            .isPresent()
                    && opensWith(KeyRing.of(key));
        }
    }

    /** A keys file as it was found, and the name of the group's key in it. */
    private record LocalKeyring(FileSnapshot before, KeysFile keys, String name) {
        KeyList list() {
            return keys.list(name);
        }
    }

    RotateGroup(Ports ports, KeyGroup group, Optional<GroupVault> vault) {
        this.ports = ports;
        this.group = group;
        this.vault = vault;
    }

    /**
     * Rotates.
     *
     * @param dropOld when a finished rotation left older keys, none is made: the older ones can be dropped
     * @return the newest key, and what became of each file
     */
    Result run(boolean dropOld) {
        read();
        KeyRing ring = ring();
        requireOpen(ring);
        Target target = target(dropOld);
        KeyList used = usedKeys(ring);
        Optional<KeyList> stored = vault.map(secret -> secret.store(used, target.key()));
        store(target.key(), used, stored);
        Map<KeyGroup.Member, Rotation> rotations = new LinkedHashMap<>();
        for (Sealed file : files) {
            rotations.put(file.member(), reencrypt(file, ring, target));
        }
        vault.ifPresent(secret -> secret.requireNewest(target.key()));
        return new Result(target.key(), rotations);
    }

    /** The newest key, and what became of each file. */
    record Result(PrivateKey key, Map<KeyGroup.Member, Rotation> rotations) {}

    private record Target(PrivateKey key, boolean resumed) {}

    private void read() {
        for (KeyGroup.Member member : group.members()) {
            ports.files().sweep(member.file());
            FileSnapshot before = FileSnapshot.of(member.file());
            files.add(new Sealed(member, before, EnvFile.parse(before)));
            if (!group.ephemeral()) {
                keysFiles.computeIfAbsent(member.keysFile(), file -> keyring(member, file));
            }
        }
    }

    private LocalKeyring keyring(KeyGroup.Member member, Path file) {
        ports.files().sweep(file);
        FileSnapshot before = FileSnapshot.of(file);
        KeysFile keys = KeysFile.of(EnvFile.parse(before));
        String name = member.keyName(keys);
        KeyRing known = inVault();
        KeysFile own = keys.concerning(
                name,
                key -> known.holds(key)
                        || EncryptionState.of(EnvFile.read(member.file()))
                                .validPublicKeys()
                                .contains(key));
        return new LocalKeyring(before, own, name);
    }

    private KeyRing ring() {
        KeyRing ring = inVault();
        for (LocalKeyring local : keysFiles.values()) {
            ring = ring.plus(local.keys().ring());
        }
        return ring;
    }

    private KeyRing inVault() {
        return vault.map(GroupVault::list).map(list -> KeyRing.of(list.keys())).orElse(KeyRing.empty());
    }

    private void requireOpen(KeyRing ring) {
        for (Sealed file : files) {
            EncryptionState.of(file.document()).requireNoSops();
            if (file.test(file.document(), ring) instanceof DecryptionTest.Failed failed) {
                throw new EnvdriftException(
                        ErrorCode.DECRYPTION_FAILED,
                        file.member().file() + (failed.line() > 0 ? " line " + failed.line() : "")
                                + ": cannot be rotated: " + failed.reason(),
                        advice(failed) + "; nothing was changed");
            }
        }
    }

    private static String advice(DecryptionTest.Failed failed) {
        return failed.findings().isEmpty()
                ? "bring its key with envdrift sync"
                : GateFinding.blocking(failed.findings()).stream()
                        .findFirst()
                        .map(GateFinding::advice)
                        .orElse("encrypt it with envdrift encrypt");
    }

    /** Looks for a rotation that was begun: a list whose newest key is not yet that of all files, but opens them all. */
    private Target target(boolean dropOld) {
        List<KeyList> lists = new ArrayList<>();
        vault.map(GroupVault::list).ifPresent(lists::add);
        keysFiles.values().forEach(local -> lists.add(local.list()));
        for (KeyList list : lists) {
            Optional<PrivateKey> newest = list.newest();
            boolean behind = newest.filter(key -> !allAt(key)).isPresent();
            if (behind && files.stream().allMatch(file -> file.opensWith(KeyRing.of(list.keys())))) {
                return new Target(newest.get(), true);
            }
        }
        for (KeyList list : lists) {
            Optional<PrivateKey> newest = list.newest().filter(this::allAt);
            if (newest.isPresent() && (isPushPending(newest.get(), list) || (dropOld && hasHistory(lists)))) {
                return new Target(newest.get(), true);
            }
        }
        return new Target(PrivateKey.generate(ports.random()), false);
    }

    private boolean allAt(PrivateKey key) {
        return files.stream().allMatch(file -> file.isAt(key));
    }

    /** The files were rotated without the vault, which still has a key from the history. */
    private boolean isPushPending(PrivateKey newest, KeyList local) {
        return vault.map(GroupVault::list)
                .filter(list -> !list.keys().isEmpty())
                .filter(list -> !list.keys().contains(newest) && list.isWithin(local))
                .isPresent();
    }

    private static boolean hasHistory(List<KeyList> lists) {
        return lists.stream().anyMatch(list -> list.keys().size() > 1);
    }

    /** Returns the keys that the files are encrypted with now: they must stay wherever the new one goes. */
    private KeyList usedKeys(KeyRing ring) {
        KeyList used = new KeyList(List.of());
        for (Sealed file : files) {
            Optional<PrivateKey> named =
                    EncryptionState.of(file.document()).recipient().flatMap(ring::find);
            List<PrivateKey> keys = named.filter(key -> file.opensWith(KeyRing.of(key)))
                    .map(List::of)
                    .orElseGet(ring::keys);
            for (PrivateKey key : keys) {
                used = used.keys().contains(key) ? used : used.with(key);
            }
        }
        return used;
    }

    private void store(PrivateKey target, KeyList used, Optional<KeyList> inVault) {
        for (LocalKeyring local : keysFiles.values()) {
            KeyList own = KeyHistory.adding(local.list(), used, target);
            // The vault's own text is written where no key is lost by that, so that sync finds no difference.
            KeyList wanted = inVault.filter(list -> local.list().isWithin(list)).orElse(own);
            if (local.list().equals(wanted)) {
                continue;
            }
            String label = Objects.requireNonNull(
                            files.getFirst().member().file().getFileName())
                    .toString();
            KeysFile edited = local.keys().with(local.name(), wanted.value(), label);
            new KeysFileWriter(ports.files(), ports.clock()).replace(local.before(), edited, false);
        }
    }

    private Rotation reencrypt(Sealed file, KeyRing ring, Target target) {
        PrivateKey key = target.key();
        if (file.isAt(key)) {
            return new Rotation.Completed(key.fingerprint());
        }
        String from = EncryptionState.of(file.document())
                .recipient()
                .map(before -> before.fingerprint())
                .orElse("unknown");
        String fileName =
                Objects.requireNonNull(file.member().file().getFileName()).toString();
        EnvFileCipher cipher = new EnvFileCipher(ports.random());
        EnvDocument edited = cipher.reencrypt(
                file.document(),
                ring.plus(KeyRing.of(key)),
                key.publicKey(),
                file.member().names(),
                fileName);
        if (!(file.test(edited, KeyRing.of(key)) instanceof DecryptionTest.Passed)) {
            throw new EnvdriftException(
                    ErrorCode.INTERNAL,
                    file.member().file() + ": would not open with the new key; the file was left as it is",
                    "please report this");
        }
        file.before().requireUnchanged();
        ports.files().write(file.member().file(), edited.bytes(), FileAccess.USUAL);
        return new Rotation.Rotated(from, key.fingerprint(), target.resumed());
    }
}
