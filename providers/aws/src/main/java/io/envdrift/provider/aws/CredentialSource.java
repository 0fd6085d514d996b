package io.envdrift.provider.aws;

import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** A place where credentials may be. */
interface CredentialSource {
    /** Returns what the list of tried places calls it, as in {@code environment (AWS_ACCESS_KEY_ID)}. */
    String name();

    /**
     * Looks.
     *
     * @return nothing when there are none, so that the next place is tried
     * @throws io.envdrift.base.EnvdriftException {@code NOT_AUTHENTICATED} when there are some that cannot be used, or what
     *     kept them from being fetched
     */
    Optional<AwsCredentials> find();

    /** Tells whether the credentials are those of a role already, so that it need not be assumed with them. */
    default boolean isForRole(String arn) {
        return false;
    }
}
