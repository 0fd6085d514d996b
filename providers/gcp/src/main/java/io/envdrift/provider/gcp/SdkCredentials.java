package io.envdrift.provider.gcp;

import com.google.auth.oauth2.GoogleCredentials;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.VaultContext;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * The library's own search. It reads the environment and the files of this process, so it is asked only where those are the
 * context's.
 */
record SdkCredentials(VaultContext context, GoogleNetwork network) implements CredentialSource<GoogleToken> {
    @Override
    public String name() {
        return "the Google library's own search";
    }

    @Override
    public Optional<GoogleToken> find() {
        if (!context.sharesWithProcess("GOOGLE_", "GCE_", "GAE_", "CLOUDSDK_", "HOME")) {
            return Optional.empty();
        }
        GoogleCredentials credentials;
        try {
            credentials = GoogleCredentials.getApplicationDefault(() -> network.carrier(Map.of()))
                    .createScoped(CredentialsFile.SCOPES);
        } catch (IOException | RuntimeException e) {
            // Its message tells where it looked in its own words, and may quote a file.
            return Optional.empty();
        }
        try {
            return Optional.of(CredentialsFile.token(credentials, network));
        } catch (RuntimeException e) {
            throw GcpFailures.signingIn("the credentials that Google's library found", e);
        }
    }
}
