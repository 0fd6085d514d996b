package io.envdrift.api;

import io.envdrift.workflow.rotate.RotateKeys.Extra;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Options of {@link Envdrift#rotate}: start from {@link #plain}, and change what differs, as in
 * {@code RotateOptions.plain().pushing().droppingOld()}. Immutable.
 */
public final class RotateOptions {
    private final Optional<String> profile;
    private final Set<Extra> extras;

    private RotateOptions(Optional<String> profile, Set<Extra> extras) {
        this.profile = profile;
        this.extras = extras;
    }

    /** Returns options that give each file a new key in its keys file, before the older ones. */
    public static RotateOptions plain() {
        return new RotateOptions(Optional.empty(), Set.of());
    }

    /** Returns the same options, which also take the mappings of a profile. */
    public RotateOptions ofProfile(String name) {
        return new RotateOptions(Optional.of(name), extras);
    }

    /** Returns the same options, which also store the new key in the vault, before anything else. */
    public RotateOptions pushing() {
        return and(Extra.PUSH);
    }

    /**
     * Returns the same options, which remove older keys at the end, once every mapping of the secret was verified with
     * the newest key. Where an earlier rotation left older keys, only these are removed and no further key is made.
     */
    public RotateOptions droppingOld() {
        return and(Extra.DROP_OLD);
    }

    private RotateOptions and(Extra extra) {
        Set<Extra> more = EnumSet.of(extra);
        more.addAll(extras);
        return new RotateOptions(profile, more);
    }

    Optional<String> profile() {
        return profile;
    }

    Set<Extra> extras() {
        return extras;
    }
}
