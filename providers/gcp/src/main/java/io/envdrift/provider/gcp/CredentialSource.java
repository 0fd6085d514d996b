package io.envdrift.provider.gcp;

import java.util.Optional;

/** A place where credentials may be. */
interface CredentialSource {
    /** Returns what the list of tried places calls it. */
    String name();

    /**
     * Looks.
     *
     * @return nothing when there are none, so that the next place is tried
     * @throws io.envdrift.base.EnvdriftException {@code NOT_AUTHENTICATED} when there are some that cannot be used, or what
     *     kept them from being exchanged for a token
     */
    Optional<GoogleToken> find();
}
