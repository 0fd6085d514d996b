package io.envdrift.provider.aws;

import java.util.Optional;

/**
 * A role to be assumed.
 *
 * @param arn its name
 * @param externalId the external id that the role's owner demands besides the credentials
 * @param sessionName how the owner's logs name this session
 */
record AwsRole(String arn, Optional<String> externalId, Optional<String> sessionName) {
    /** A role without further demands. */
    static AwsRole of(String arn) {
        return new AwsRole(arn, Optional.empty(), Optional.empty());
    }
}
