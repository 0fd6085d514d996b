package io.envdrift.provider.aws;

import io.envdrift.base.EnvdriftException;
import io.envdrift.http.Sending;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.model.RoleCredentials;

/**
 * Credentials of a profile that signs in with IAM Identity Center, through the token that {@code aws sso login} left in
 * {@code ~/.aws/sso/cache}. Both forms of such profiles are understood: with an {@code [sso-session]} and without.
 */
record SingleSignOn(AwsProfiles profiles, SignOnTokens tokens) {
    private static final String CONFIGURE = "complete it with: aws configure sso";
    private static final String SESSION = "sso_session";
    private static final Set<String> KEYS = Set.of(
            SESSION,
            ProfileProperty.SSO_ACCOUNT_ID,
            ProfileProperty.SSO_ROLE_NAME,
            ProfileProperty.SSO_REGION,
            ProfileProperty.SSO_START_URL);

    /** Tells whether a profile signs in this way. */
    static boolean isMeantBy(Profile profile) {
        return KEYS.stream().anyMatch(profile.properties()::containsKey);
    }

    /**
     * Returns the credentials of the profile's role.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when the profile is incomplete, nobody is signed in, or the role is
     *     refused, or what kept the services from being asked
     */
    AwsCredentials credentials(Profile profile) {
        String account = require(profile, ProfileProperty.SSO_ACCOUNT_ID);
        String role = require(profile, ProfileProperty.SSO_ROLE_NAME);
        Optional<String> sessionName = AwsProfiles.text(profile, SESSION);
        Profile settings = sessionName
                .map(name -> profiles.section("sso-session", name)
                        .orElseThrow(() -> ProfileCredentials.unusable(
                                profile, "names the sso-session '" + name + "', which does not exist", CONFIGURE)))
                .orElse(profile);
        Region region = AwsEndpoints.region(require(settings, ProfileProperty.SSO_REGION));
        String key = sessionName.orElseGet(() -> require(settings, ProfileProperty.SSO_START_URL));
        String token = tokens.token(key, region, profile.name());
        String what = "single sign-on to role " + role + " of account " + account;
        AwsClients clients = tokens.clients();
        try (SsoClient client = clients.build(
                SsoClient.builder(), region, tokens.endpoints().sso(region), AnonymousCredentialsProvider.create())) {
            RoleCredentials credentials = clients.call(
                            Sending.REPEATABLE,
                            () -> client.getRoleCredentials(request ->
                                    request.accountId(account).roleName(role).accessToken(token)))
                    .roleCredentials();
            return AwsSessionCredentials.create(
                    credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
        } catch (RuntimeException e) {
            throw AwsFailures.AWS.signingIn(what, SignOnTokens.login(profile.name()), AwsEndpoints.VARIABLE, e);
        }
    }

    private static String require(Profile profile, String key) {
        return AwsProfiles.text(profile, key)
                .orElseThrow(() -> ProfileCredentials.unusable(
                        profile, "signs in with IAM Identity Center but has no " + key, CONFIGURE));
    }
}
