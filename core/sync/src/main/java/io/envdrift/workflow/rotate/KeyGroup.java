package io.envdrift.workflow.rotate;

import io.envdrift.config.Mapping;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.KeyNames;
import io.envdrift.dotenvx.KeysFile;
import io.envdrift.sync.EnvFile;
import io.envdrift.workflow.keys.OwnedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files that share one key: those of one secret, or of one name in one keys file. They are rotated together, so that one
 * new key takes the place of the old one.
 *
 * @param secret the mapping whose secret it is; empty for files that no mapping owns
 */
record KeyGroup(Optional<Mapping> secret, List<Member> members) {
    KeyGroup {
        members = List.copyOf(members);
    }

    /**
     * One file.
     *
     * @param names the names of its keys
     */
    record Member(OwnedFile owned, KeyNames names) {
        static Member of(OwnedFile owned) {
            return new Member(owned, owned.names(EncryptionState.of(EnvFile.read(owned.file()))));
        }

        Path file() {
            return owned.file();
        }

        Path keysFile() {
            return owned.keysFile();
        }

        /** Returns the name under which a keys file has, or will have, the key of this file. */
        String keyName(KeysFile keys) {
            if (!keys.entries(names.privateKey()).isEmpty()) {
                return names.privateKey();
            }
            return EncryptionState.of(EnvFile.read(file()))
                    .recipient()
                    .flatMap(keys::find)
                    .map(KeysFile.Entry::name)
                    .orElseGet(names::privateKey);
        }
    }

    private record Id(String secretOrKeysFile, String vaultOrName) {
        static Id of(Member member) {
            return member.owned()
                    .mapping()
                    .map(Id::of)
                    .orElseGet(() ->
                            new Id(member.keysFile().toString(), member.names().privateKey()));
        }

        static Id of(Mapping mapping) {
            // A slash ends no file name, so a secret is never mistaken for a keys file.
            return new Id(mapping.secretName() + "/", mapping.vaultName().orElse(""));
        }
    }

    /** Sorts files into groups, in their order. */
    static List<KeyGroup> of(List<OwnedFile> files) {
        Map<Id, List<Member>> groups = new LinkedHashMap<>();
        for (OwnedFile file : files) {
            Member member = Member.of(file);
            groups.computeIfAbsent(Id.of(member), any -> new ArrayList<>()).add(member);
        }
        return groups.values().stream()
                .map(members -> new KeyGroup(members.getFirst().owned().mapping(), members))
                .toList();
    }

    /** Tells whether a mapping has the same secret as this group. */
    boolean shares(Mapping mapping) {
        return secret.filter(own -> Id.of(own).equals(Id.of(mapping))).isPresent();
    }

    /** Tells whether the key is nowhere but in the vault. */
    boolean ephemeral() {
        return secret.filter(Mapping::ephemeral).isPresent();
    }

    /** Returns the folders that are locked while the group is worked on. */
    Set<Path> folders() {
        return members.stream()
                .flatMap(member -> Stream.of(member.file(), member.keysFile()))
                .map(file -> Objects.requireNonNull(file.toAbsolutePath().getParent()))
                .collect(Collectors.toSet());
    }
}
