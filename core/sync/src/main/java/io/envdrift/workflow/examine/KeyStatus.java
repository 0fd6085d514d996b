package io.envdrift.workflow.examine;

import io.envdrift.base.EnvdriftException;
import io.envdrift.config.Mapping;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.GateFinding;
import io.envdrift.sync.KeyFit;
import io.envdrift.sync.KeyRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The three places of one key side by side.
 *
 * @param file the env file as the user knows it
 * @param vault the key in the vault
 * @param local the key in the keys file
 * @param header the public key in the env file
 * @param text what of the env file is encrypted
 * @param gate what the gates find in the env file
 * @param fit which of the keys of vault and keys file belongs to the env file
 */
public record KeyStatus(
        Mapping mapping,
        String file,
        KeyPlace vault,
        KeyPlace local,
        KeyPlace header,
        Text text,
        List<GateFinding> gate,
        KeyFit fit) {
    /** Copies the list. */
    public KeyStatus {
        gate = List.copyOf(gate);
    }

    /** How much of a file is encrypted. */
    public enum Text {
        /** There is no file, or it cannot be read. */
        NONE,
        /** It holds no value. */
        EMPTY,
        /** Every value. */
        ENCRYPTED,
        /** Some values. */
        MIXED,
        /** No value. */
        PLAINTEXT;

        static Text of(EncryptionState.Kind kind) {
            return switch (kind) {
                case NOTHING -> EMPTY;
                case ENCRYPTED -> ENCRYPTED;
                case MIXED -> MIXED;
                case PLAINTEXT -> PLAINTEXT;
            };
        }
    }

    /** What is not as it should be. */
    public enum Finding {
        /** A place could not be read. */
        UNREADABLE,
        /** The keys file has no key, and the vault has one. */
        NOT_SYNCED,
        /** The vault has the keys of the keys file and a newer one. */
        LOCAL_BEHIND,
        /** The keys file has the keys of the vault and a newer one. */
        LOCAL_AHEAD,
        /** The keys file and the vault hold different keys. */
        LOCAL_DRIFT,
        /** The vault's keys do not open the file. */
        FILE_DRIFT,
        /** The vault has the file's key, and a newer one. */
        ROTATION_PENDING,
        /** The file names no key: it was never encrypted, or has lost the line of its public key. */
        NEVER_ENCRYPTED,
        /** There is no env file. */
        NO_FILE,
        /** Something in the file has to be mended by hand before it can be encrypted. */
        UNSOUND_FILE
    }

    /** Returns what is not as it should be; nothing when all three fit. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (!failures().isEmpty()) {
            findings.add(Finding.UNREADABLE);
        }
        if (vault instanceof KeyPlace.Keys && local instanceof KeyPlace.Absent) {
            findings.add(Finding.NOT_SYNCED);
        }
        if (vault instanceof KeyPlace.Keys(List<String> theirs, var foreign)
                && local instanceof KeyPlace.Keys(List<String> mine, var own)) {
            switch (KeyRelation.of(mine, theirs)) {
                case BEHIND -> findings.add(Finding.LOCAL_BEHIND);
                case AHEAD -> findings.add(Finding.LOCAL_AHEAD);
                case DRIFT -> findings.add(Finding.LOCAL_DRIFT);
                case SAME, TRIMMED, HISTORY -> {
                    // The newest key is the same; what else there is opens older files only.
                }
            }
        }
        if (!GateFinding.blocking(gate).isEmpty()) {
            findings.add(Finding.UNSOUND_FILE);
        }
        if (header instanceof KeyPlace.Absent) {
            if (text == Text.NONE) {
                findings.add(Finding.NO_FILE);
            } else if (!gate.contains(GateFinding.NOTHING)) {
                // Of a file without values, that is what is to be mended first.
                findings.add(Finding.NEVER_ENCRYPTED);
            }
        }
        if (vault instanceof KeyPlace.Keys(List<String> keys, var defect)
                && header instanceof KeyPlace.Keys(List<String> named, var none)) {
            if (named.stream().noneMatch(keys::contains)) {
                findings.add(Finding.FILE_DRIFT);
            } else if (!named.contains(keys.getLast())) {
                findings.add(Finding.ROTATION_PENDING);
            }
        }
        return findings;
    }

    /** Returns why places could not be read, each reason once. */
    public List<EnvdriftException> failures() {
        return Stream.of(vault, local, header)
                .flatMap(place ->
                        place instanceof KeyPlace.Unreadable(var failure) ? Stream.of(failure) : Stream.empty())
                .distinct()
                .toList();
    }

    /** Returns the fingerprint that all places share, where they do. */
    public Optional<String> shared() {
        return findings().isEmpty() ? vault.newest() : Optional.empty();
    }
}
