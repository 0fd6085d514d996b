package io.envdrift.provider.aws;

import io.envdrift.base.EnvdriftException;
import io.envdrift.crypto.Sha1;
import io.envdrift.files.FileAccess;
import io.envdrift.files.FileSnapshot;
import io.envdrift.http.Sending;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.VaultContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.model.CreateTokenResponse;

/**
 * The tokens of single sign-on, in the files that the AWS command line keeps. An expired one is renewed where it can be, and
 * written back as all AWS tools do: the service may have ended the old one.
 */
record SignOnTokens(VaultContext context, AwsClients clients, AwsEndpoints endpoints) {
    private static final Duration RESERVE = Duration.ofMinutes(1);

    /**
     * Returns a token that is still good.
     *
     * @param key the session's name, or the start URL where there is no session
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when the user has to sign in again
     */
    String token(String key, Region region, String profile) {
        Path file = context.home()
                .resolve(Path.of(".aws", "sso", "cache", Sha1.hex(key.getBytes(StandardCharsets.UTF_8)) + ".json"));
        CredentialDocument document = FileSnapshot.following(file)
                .content()
                .flatMap(content -> CredentialDocument.parse(new String(content, StandardCharsets.UTF_8)))
                .orElseThrow(() -> signedOut(profile, "nobody is signed in"));
        boolean good = document.moment("expiresAt")
                .map(end -> Instant.now().plus(RESERVE).isBefore(end))
                .orElse(false);
        return Optional.of(document)
                .filter(any -> good)
                .flatMap(any -> any.text("accessToken"))
                .orElseGet(() -> renew(document, file, region, profile));
    }

    /** Returns the remedy. */
    static String login(String profile) {
        return "sign in with: aws sso login --profile " + profile;
    }

    private String renew(CredentialDocument document, Path file, Region region, String profile) {
        Optional<String> refresh = document.text("refreshToken");
        Optional<String> clientId = document.text("clientId");
        Optional<String> clientSecret = document.text("clientSecret");
        if (refresh.isEmpty() || clientId.isEmpty() || clientSecret.isEmpty()) {
            throw signedOut(profile, "the session has expired");
        }
        try (SsoOidcClient client = clients.build(
                SsoOidcClient.builder(), region, endpoints.ssoOidc(region), AnonymousCredentialsProvider.create())) {
            // Sent once: the answer may carry the only refresh token that is still valid.
            CreateTokenResponse answer = clients.call(
                    Sending.ONCE,
                    () -> client.createToken(request -> request.grantType("refresh_token")
                            .clientId(clientId.get())
                            .clientSecret(clientSecret.get())
                            .refreshToken(refresh.get())));
            Map<String, String> fields = new TreeMap<>(document.texts());
            fields.put("accessToken", answer.accessToken());
            fields.put(
                    "refreshToken", Optional.ofNullable(answer.refreshToken()).orElseGet(refresh::get));
            Instant end = Instant.now().plusSeconds(answer.expiresIn()).truncatedTo(ChronoUnit.SECONDS);
            fields.put("expiresAt", end.toString());
            context.files()
                    .write(
                            file,
                            CredentialDocument.render(fields).getBytes(StandardCharsets.UTF_8),
                            FileAccess.OWNER_ONLY);
            return answer.accessToken();
        } catch (RuntimeException e) {
            throw AwsFailures.AWS.signingIn(
                    "renewing the single sign-on session", login(profile), AwsEndpoints.VARIABLE, e);
        }
    }

    private static EnvdriftException signedOut(String profile, String why) {
        return CredentialSource.unusable(
                "the AWS profile '" + profile + "' needs single sign-on, and " + why, login(profile));
    }
}
