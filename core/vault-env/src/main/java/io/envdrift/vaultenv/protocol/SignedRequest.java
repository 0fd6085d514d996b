package io.envdrift.vaultenv.protocol;

import java.util.Optional;

/** A request that names a project and is signed with its key. */
public sealed interface SignedRequest extends Message
        permits RegisterDevice, ChangeDevice, ProjectQuery, EnvironmentQuery, PullSecrets, PushSecrets, RollBack {
    /** Longest environment name, device name, device hash or id, in UTF-16 units. */
    int MAX_NAME_LENGTH = 255;

    /** Returns the id of the project. */
    String projectId();

    /** Returns the hash of the caller's device; the original sends it with push and pull only. */
    Optional<String> deviceHash();
}
