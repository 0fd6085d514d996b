package io.envdrift.provider.aws;

import io.envdrift.vault.CredentialSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** A place where credentials of AWS may be. */
interface AwsSource extends CredentialSource<AwsCredentials> {
    /** Tells whether the credentials are those of a role already, so that it need not be assumed with them. */
    default boolean isForRole(String arn) {
        return false;
    }
}
