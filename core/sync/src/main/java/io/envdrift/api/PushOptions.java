package io.envdrift.api;

import io.envdrift.workflow.push.PushAll;
import io.envdrift.workflow.push.PushAll.Extra;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Options of {@link Envdrift#push}: start from {@link #plain}, and change what differs, as in
 * {@code PushOptions.plain().ofProfile("eu").withoutEncrypting()}. Immutable.
 */
public final class PushOptions {
    private final Optional<String> profile;
    private final Set<Extra> extras;

    private PushOptions(Optional<String> profile, Set<Extra> extras) {
        this.profile = profile;
        this.extras = extras;
    }

    /** Returns options that add what the vaults lack, encrypt plaintext files first, and replace no key by another. */
    public static PushOptions plain() {
        return new PushOptions(Optional.empty(), Set.of());
    }

    /** Returns the same options, which also take the mappings of a profile. */
    public PushOptions ofProfile(String name) {
        return new PushOptions(Optional.of(name), extras);
    }

    /** Returns the same options, which replace a secret that holds another key. */
    public PushOptions replacing() {
        return and(Extra.REPLACE);
    }

    /** Returns the same options, which leave plaintext files as they are. */
    public PushOptions withoutEncrypting() {
        return and(Extra.KEEP_PLAINTEXT);
    }

    private PushOptions and(Extra extra) {
        Set<Extra> more = EnumSet.of(extra);
        more.addAll(extras);
        return new PushOptions(profile, more);
    }

    Optional<String> profile() {
        return profile;
    }

    PushAll.Options workflow() {
        return new PushAll.Options(extras, file -> {}, note -> {});
    }
}
