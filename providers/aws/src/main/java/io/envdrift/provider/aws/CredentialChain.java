package io.envdrift.provider.aws;

import io.envdrift.base.EnvdriftException;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.VaultContext;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.regions.Region;

/**
 * Where credentials come from, in the order of the SDK's own default chain: environment, web identity (OIDC), profile,
 * container, instance metadata. A profile that the settings name is the only place.
 *
 * <p>The SDK's chain is asked last, and at once where the settings say so: it looks at the environment of the process, and
 * waits for a metadata service wherever it runs. This one knows the context's environment and home only, and sends everything
 * over our transport.
 */
final class CredentialChain {
    private final List<AwsSource> sources;
    private final Optional<String> roleArn;
    private final SecurityTokens tokens;

    private CredentialChain(List<AwsSource> sources, Optional<String> roleArn, SecurityTokens tokens) {
        this.sources = List.copyOf(sources);
        this.roleArn = roleArn;
        this.tokens = tokens;
    }

    /**
     * Creates the chain; nothing is looked up yet.
     *
     * @param roleArn the role that the settings want to be assumed with the credentials found
     */
    static CredentialChain of(
            VaultContext context,
            AwsProfiles profiles,
            Optional<String> roleArn,
            AwsClients clients,
            AwsEndpoints endpoints,
            Region region) {
        SecurityTokens tokens = new SecurityTokens(context, clients, endpoints, region);
        AwsSource environment = new EnvironmentKeys(context);
        AwsSource container = new ContainerCredentials(context);
        AwsSource instance = new InstanceMetadata(context);
        AwsSource profile = new ProfileCredentials(
                profiles,
                tokens,
                new SingleSignOn(context, profiles, clients, endpoints),
                new CredentialProcess(context),
                new ProfileCredentials.NamedSources(environment, container, instance));
        AwsSource webIdentity = new WebIdentity(context, tokens, roleArn);
        AwsSource sdk = new SdkCredentials(context, profiles);
        List<AwsSource> sources = profiles.isChosen()
                ? List.of(profile, sdk)
                : List.of(environment, webIdentity, profile, container, instance, sdk);
        return new CredentialChain(sources, roleArn, tokens);
    }

    /** Creates a chain of the SDK's own search alone; nothing is looked up yet. */
    static CredentialChain ofSdk(
            VaultContext context,
            AwsProfiles profiles,
            Optional<String> roleArn,
            AwsClients clients,
            AwsEndpoints endpoints,
            Region region) {
        return new CredentialChain(
                List.of(new SdkCredentials(context, profiles)),
                roleArn,
                new SecurityTokens(context, clients, endpoints, region));
    }

    /**
     * Returns the first credentials found, or those of the wanted role that they open.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when there are none, with the places that were tried
     */
    AwsCredentials resolve() {
        for (AwsSource source : sources) {
            Optional<AwsCredentials> found = source.find();
            if (found.isPresent()) {
                return roleArn.filter(arn -> !source.isForRole(arn))
                        .map(arn -> tokens.assumeRole(found.get(), AwsRole.of(arn)))
                        .orElseGet(found::get);
            }
        }
        throw CredentialSource.nowhere(
                "AWS",
                sources,
                "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or sign in with: aws sso login");
    }
}
