package io.envdrift.api;

import io.envdrift.workflow.rotate.RotateKeys;
import java.util.Optional;

/**
 * What {@link Envdrift#rotate} shall do: {@link #plain}, and what differs from it, as in {@code
 * RotateOptions.plain().pushing().droppingOld()}. Immutable.
 */
public final class RotateOptions {
    private final Optional<String> profile;
    private final boolean pushing;
    private final boolean droppingOld;

    private RotateOptions(Optional<String> profile, boolean pushing, boolean droppingOld) {
        this.profile = profile;
        this.pushing = pushing;
        this.droppingOld = droppingOld;
    }

    /** Returns options that give each file a new key in its keys file, before the older ones. */
    public static RotateOptions plain() {
        return new RotateOptions(Optional.empty(), false, false);
    }

    /** Returns the same options, which also take the mappings of a profile. */
    public RotateOptions ofProfile(String name) {
        return new RotateOptions(Optional.of(name), pushing, droppingOld);
    }

    /** Returns the same options, which give the new key to the vault, first of all. */
    public RotateOptions pushing() {
        return new RotateOptions(profile, true, droppingOld);
    }

    /**
     * Returns the same options, which remove older keys at the end, where every mapping of the secret was verified with the
     * newest. After a rotation that left older keys no further key is made.
     */
    public RotateOptions droppingOld() {
        return new RotateOptions(profile, pushing, true);
    }

    Optional<String> profile() {
        return profile;
    }

    RotateKeys.Options workflow() {
        return new RotateKeys.Options(pushing, droppingOld);
    }
}
