package io.envdrift.api;

import io.envdrift.workflow.push.PushAll;
import java.util.Optional;

/**
 * What {@link Envdrift#push} shall do: {@link #plain}, and what differs from it, as in {@code
 * PushOptions.plain().ofProfile("eu").withoutEncrypting()}. Immutable.
 */
public final class PushOptions {
    private final Optional<String> profile;
    private final boolean replacing;
    private final boolean encrypting;

    private PushOptions(Optional<String> profile, boolean replacing, boolean encrypting) {
        this.profile = profile;
        this.replacing = replacing;
        this.encrypting = encrypting;
    }

    /** Returns options that add what the vaults lack, encrypt plaintext files first, and replace no key by another. */
    public static PushOptions plain() {
        return new PushOptions(Optional.empty(), false, true);
    }

    /** Returns the same options, which also take the mappings of a profile. */
    public PushOptions ofProfile(String name) {
        return new PushOptions(Optional.of(name), replacing, encrypting);
    }

    /** Returns the same options, which replace a secret that holds another key. */
    public PushOptions replacing() {
        return new PushOptions(profile, true, encrypting);
    }

    /** Returns the same options, which leave plaintext files as they are. */
    public PushOptions withoutEncrypting() {
        return new PushOptions(profile, replacing, false);
    }

    Optional<String> profile() {
        return profile;
    }

    PushAll.Options workflow() {
        return new PushAll.Options(replacing, !encrypting, file -> {}, note -> {});
    }
}
