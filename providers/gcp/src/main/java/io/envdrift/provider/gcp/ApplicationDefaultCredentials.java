package io.envdrift.provider.gcp;

import io.envdrift.base.EnvdriftException;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.VaultContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Application Default Credentials, in Google's order: the file that {@code GOOGLE_APPLICATION_CREDENTIALS} names, gcloud's
 * own file, the machine's metadata server.
 *
 * <p>The library's search, which looks in the same places, is used only where the settings say so, because it looks at the
 * environment of the process and waits for a metadata server wherever it runs; this one knows the context's environment and home
 * only, and asks that server only where one is said to be.
 *
 * @param onGoogleCloud whether the settings say that there is a metadata server
 * @param sdkAlone whether nothing but the library's search is asked
 */
record ApplicationDefaultCredentials(
        VaultContext context, GoogleNetwork network, boolean onGoogleCloud, boolean sdkAlone) {
    private static final String VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS";
    private static final String QUOTA_PROJECT = "GOOGLE_CLOUD_QUOTA_PROJECT";
    private static final String FILE = "application_default_credentials.json";

    /**
     * Returns a token of the first credentials found; the environment's quota project goes before theirs.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when there are none, with the places that were tried
     */
    GoogleToken resolve() {
        GoogleToken found = CredentialSource.first(
                        "Google",
                        sources(),
                        "log in with: gcloud auth application-default login; or set " + VARIABLE
                                + " to a credentials file")
                .credentials();
        return context.variable(QUOTA_PROJECT)
                .map(project -> new GoogleToken(found.bearer(), Optional.of(project)))
                .orElse(found);
    }

    private List<CredentialSource<GoogleToken>> sources() {
        if (sdkAlone) {
            return List.of(new SdkCredentials(context, network));
        }
        Optional<Path> named = context.variable(VARIABLE).map(Path::of);
        Path gcloud = context.variable("CLOUDSDK_CONFIG")
                .map(Path::of)
                .or(() -> context.variable("APPDATA").map(data -> Path.of(data, "gcloud")))
                .orElseGet(() -> context.home().resolve(".config").resolve("gcloud"));
        CredentialHosts hosts = new CredentialHosts(context.hosts());
        return List.of(
                new CredentialsFile(VARIABLE, named, true, hosts, network),
                new CredentialsFile("gcloud's " + FILE, Optional.of(gcloud.resolve(FILE)), false, hosts, network),
                new MetadataServer(context, onGoogleCloud));
    }
}
