package io.envdrift.workflow.keys;

import io.envdrift.sync.SyncMode;
import io.envdrift.sync.SyncMode.Check;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Options of a sync: start from {@link #plain}, and change what differs, as in
 * {@code SyncOptions.plain(profile).verifying().with(Check.DECRYPTION)}.
 *
 * @param profile the profile whose mappings are taken besides the untagged ones
 * @param action whether it writes
 * @param checks what it checks beyond the keys themselves
 */
public record SyncOptions(Optional<String> profile, Action action, Set<Check> checks) {
    /** Whether a sync writes. */
    public enum Action {
        /** Keys are written. */
        WRITE,
        /** Nothing is written, and the rows say what would be. */
        PREVIEW,
        /** Nothing is written, and every difference is an error. */
        VERIFY
    }

    /** Copies the set. */
    public SyncOptions {
        checks = checks.isEmpty() ? Set.of() : EnumSet.copyOf(checks);
    }

    /** Returns the options of a plain sync, which writes. */
    public static SyncOptions plain(Optional<String> profile) {
        return new SyncOptions(profile, Action.WRITE, Set.of());
    }

    /** Returns the same options for a verification, which also reads secrets of mappings without an env file. */
    public SyncOptions verifying() {
        return new SyncOptions(profile, Action.VERIFY, checks).with(Check.MISSING_FILES);
    }

    /** Returns the same options for a preview. */
    public SyncOptions previewing() {
        return new SyncOptions(profile, Action.PREVIEW, checks);
    }

    /** Returns the same options with another check. */
    public SyncOptions with(Check check) {
        EnumSet<Check> more = EnumSet.of(check);
        more.addAll(checks);
        return new SyncOptions(profile, action, more);
    }

    boolean isVerification() {
        return action == Action.VERIFY;
    }

    SyncMode mode() {
        return new SyncMode(isVerification(), checks);
    }
}
