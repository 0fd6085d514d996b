package io.envdrift.provider.aws;

import io.envdrift.base.EnvdriftException;
import io.envdrift.http.Sending;
import io.envdrift.vault.VaultContext;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** AWS's Security Token Service, which exchanges credentials and web identities for those of a role. */
record SecurityTokens(VaultContext context, AwsClients clients, AwsEndpoints endpoints, Region region) {
    private static final String SESSION_NAME = "envdrift";

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

    /**
     * Takes on a role.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when that is refused, or what kept the service from being asked
     */
    AwsCredentials assumeRole(AwsCredentials own, AwsRole role) {
        return exchange(
                role,
                "check that the role's trust policy lets your identity in",
                StaticCredentialsProvider.create(own),
                client -> client.assumeRole(request -> request.roleArn(role.arn())
                                .externalId(role.externalId().orElse(null))
                                .roleSessionName(sessionName(role)))
                        .credentials());
    }

    /**
     * Takes on a role with a token that somebody else issued, as CI services do.
     *
     * @throws EnvdriftException as {@link #assumeRole} does
     */
    AwsCredentials assumeRoleWithWebIdentity(String token, AwsRole role) {
        return exchange(
                role,
                "check that the role's trust policy names the token's issuer and subject, and that the token is fresh",
                AnonymousCredentialsProvider.create(),
                client -> client.assumeRoleWithWebIdentity(request -> request.roleArn(role.arn())
                                .webIdentityToken(token)
                                .roleSessionName(sessionName(role)))
                        .credentials());
    }

    private AwsCredentials exchange(
            AwsRole role, String hint, AwsCredentialsProvider own, Function<StsClient, Credentials> call) {
        try (StsClient client = clients.build(StsClient.builder(), region, endpoints.sts(region), own)) {
            Credentials credentials = clients.call(Sending.REPEATABLE, () -> call.apply(client));
            return AwsSessionCredentials.create(
                    credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
        } catch (RuntimeException e) {
            throw AwsFailures.AWS.signingIn("assuming the role " + role.arn(), hint, AwsEndpoints.VARIABLE, e);
        }
    }

    private String sessionName(AwsRole role) {
        return role.sessionName()
                .or(() -> context.variable("AWS_ROLE_SESSION_NAME"))
                .orElse(SESSION_NAME);
    }
}
