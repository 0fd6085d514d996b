package io.envdrift.provider.gcp;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.gson.JsonObject;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import io.envdrift.files.FileSnapshot;
import io.envdrift.http.Sending;
import io.envdrift.vault.CredentialSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Credentials in a file: a service account's key, a user's log-in, workload identity federation, or impersonation. The
 * form is that of Google's AIP-4110 and following.
 *
 * @param origin what names the file
 * @param file nothing where nothing is named
 * @param required whether it must be there when it is named
 */
record CredentialsFile(
        String origin, Optional<Path> file, boolean required, CredentialHosts hosts, GoogleNetwork network)
        implements CredentialSource<GoogleToken> {
    static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/cloud-platform");

    @Override
    public String name() {
        return origin + file.map(path -> " (no " + path + ")").orElse(" (not set)");
    }

    @Override
    public Optional<GoogleToken> find() {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Optional<byte[]> content = FileSnapshot.named(file.get()).content();
        if (content.isEmpty() && required) {
            throw unusable(
                    "there is none",
                    "correct " + origin + ", or remove it and log in with: gcloud auth" + " application-default login");
        }
        return content.map(this::token);
    }

    private GoogleToken token(byte[] content) {
        hosts.require(document(content), file.orElseThrow());
        GoogleCredentials credentials = credentials(content);
        try {
            return token(credentials, network);
        } catch (RuntimeException e) {
            throw GcpFailures.signingIn("the credentials in " + file.orElseThrow(), e);
        }
    }

    /** Exchanges credentials for a token; what the library throws comes out as it is. */
    static GoogleToken token(GoogleCredentials credentials, GoogleNetwork network) {
        AccessToken token = network.call(Sending.REPEATABLE, () -> fetch(credentials));
        return new GoogleToken(Secret.of(token.getTokenValue()), Optional.ofNullable(credentials.getQuotaProjectId()));
    }

    private static AccessToken fetch(GoogleCredentials credentials) {
        try {
            return credentials.refreshAccessToken();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GoogleCredentials credentials(byte[] content) {
        try {
            GoogleCredentials credentials =
                    GoogleCredentials.fromStream(new ByteArrayInputStream(content), () -> network.carrier(Map.of()));
            if (credentials instanceof ServiceAccountCredentials account) {
                credentials = account.createWithCustomRetryStrategy(false);
            }
            return credentials.createScoped(SCOPES);
        } catch (IOException | RuntimeException e) {
            // Without the cause, which may quote the file.
            throw unusable("it cannot be read as credentials", "make it anew, and check that it is whole");
        }
    }

    private JsonObject document(byte[] content) {
        return GoogleJson.parse(new String(content, StandardCharsets.UTF_8))
                .orElseThrow(() -> unusable("it is no JSON object", "make it anew, and check that it is whole"));
    }

    private EnvdriftException unusable(String why, String hint) {
        return CredentialSource.unusable(
                "the Google credentials file " + file.orElseThrow() + " cannot be used: " + why, hint);
    }
}
