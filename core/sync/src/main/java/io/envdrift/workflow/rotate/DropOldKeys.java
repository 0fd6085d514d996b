package io.envdrift.workflow.rotate;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import io.envdrift.dotenvx.KeyList;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.files.FileSnapshot;
import io.envdrift.sync.DecryptionProbe;
import io.envdrift.sync.DecryptionTest;
import io.envdrift.sync.EnvFile;
import io.envdrift.sync.KeysFileWriter;
import io.envdrift.workflow.Ports;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.files.MappedFile;
import io.envdrift.workflow.keys.OwnedFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Removes all keys but the newest, once every file that could need them was opened with the newest alone. */
record DropOldKeys(Ports ports, Optional<Project> project, List<String> notes) {
    void run(KeyGroup group, Optional<GroupVault> vault, PrivateKey newest) {
        group.members().forEach(member -> requireOpen(member.file(), member.owned(), newest));
        project.ifPresent(all -> all.config().sync().mappings().stream()
                .filter(group::shares)
                .forEach(mapping -> requireOpen(all, mapping, newest)));
        KeyRing history = vault.map(secret -> KeyRing.of(secret.list().keys()))
                .orElse(KeyRing.empty())
                .plus(KeyRing.of(newest));
        if (vault.isPresent() && !isOnly(vault.get().list(), newest)) {
            vault.get().keepOnly(newest);
        }
        if (!group.ephemeral()) {
            Set<Path> done = new HashSet<>();
            group.members().stream()
                    .filter(member -> done.add(member.keysFile()))
                    .forEach(member -> drop(member, newest, history));
        }
        notes.add("older keys are dropped: files of other branches or checkouts that still need them cannot be opened"
                + " any more");
    }

    private void requireOpen(Project all, Mapping mapping, PrivateKey newest) {
        MappedFile located = MappedFile.locate(all, mapping);
        Path file =
                located.file().orElseThrow(() -> keptBecause(mapping.folderPath() + " has no env file to verify here"));
        requireOpen(file, new OwnedFile(file, Optional.of(mapping), mapping.keysFile(), all.plainKeys()), newest);
    }

    private static void requireOpen(Path file, OwnedFile owned, PrivateKey newest) {
        DecryptionTest test = DecryptionProbe.test(EnvFile.read(file), KeyRing.of(newest), owned.plainKeys());
        if (test instanceof DecryptionTest.Failed failed) {
            throw keptBecause(file + " does not open with the newest key (" + failed.reason() + ")");
        }
    }

    private static EnvdriftException keptBecause(String reason) {
        return new EnvdriftException(
                ErrorCode.ROWS_FAILED,
                "The rotation is complete, but older keys are kept: " + reason,
                "rotate every mapping of the secret, then run the command again with --drop-old");
    }

    private void drop(KeyGroup.Member member, PrivateKey newest, KeyRing history) {
        FileSnapshot before = FileSnapshot.of(member.keysFile());
        KeysFile all = KeysFile.of(EnvFile.parse(before));
        String name = member.keyName(all);
        KeysFile keys = all.concerning(name, history::holds);
        if (isOnly(keys.list(name), newest)) {
            return;
        }
        String label = String.valueOf(member.file().getFileName());
        // Merge all lines of the name first: a second line would keep a key that is not in the new value.
        KeysFile edited = keys.with(name, keys.list(name).value(), label)
                .concerning(name, newest.publicKey()::equals)
                .with(name, newest.secret(), label);
        new KeysFileWriter(ports.files(), ports.clock())
                .replace(before, edited, true)
                .ifPresent(
                        backup -> notes.add("kept the older keys in " + backup + ": remove it when nobody needs them"));
    }

    private static boolean isOnly(KeyList list, PrivateKey newest) {
        return list.keys().size() == 1 && list.newest().filter(newest::equals).isPresent();
    }
}
