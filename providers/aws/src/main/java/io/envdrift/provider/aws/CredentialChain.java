package io.envdrift.provider.aws;

import io.envdrift.base.EnvdriftException;
import io.envdrift.provider.aws.SecurityTokens.AwsRole;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.VaultContext;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * Where credentials come from, in the order of the SDK's own default chain: environment, web identity (OIDC), profile,
 * container, instance metadata. A profile that the settings name is the only place.
 *
 * <p>The SDK's chain is asked last, and at once where the settings say so: it looks at the environment of the process, and
 * waits for a metadata service wherever it runs. This one knows the context's environment and home only, and sends everything
 * over our transport.
 *
 * @param roleArn the role that the settings want to be assumed with the credentials found
 * @param sdkAlone whether nothing but the SDK's chain is asked
 */
record CredentialChain(
        VaultContext context, AwsProfiles profiles, SecurityTokens tokens, Optional<String> roleArn, boolean sdkAlone) {
    /**
     * Returns the first credentials found, or those of the wanted role that they open.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when there are none, with the places that were tried
     */
    AwsCredentials resolve() {
        CredentialSource.Found<AwsCredentials> found = CredentialSource.first(
                "AWS",
                sources(),
                "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or sign in with: aws sso login");
        return roleArn.filter(arn -> !(found.source() instanceof WebIdentity web
                        && web.role().equals(roleArn)))
                .map(arn -> tokens.assumeRole(found.credentials(), AwsRole.of(arn)))
                .orElseGet(found::credentials);
    }

    private List<CredentialSource<AwsCredentials>> sources() {
        CredentialSource<AwsCredentials> sdk = new SdkCredentials(context, profiles);
        if (sdkAlone) {
            return List.of(sdk);
        }
        CredentialSource<AwsCredentials> profile = new ProfileCredentials(context, profiles, tokens);
        return profiles.isChosen()
                ? List.of(profile, sdk)
                : List.of(
                        new EnvironmentKeys(context),
                        new WebIdentity(context, tokens, roleArn),
                        profile,
                        new ContainerCredentials(context),
                        new InstanceMetadata(context),
                        sdk);
    }
}
