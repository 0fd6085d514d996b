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
 */
final class ApplicationDefaultCredentials {
    private static final String VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS";
    private static final String QUOTA_PROJECT = "GOOGLE_CLOUD_QUOTA_PROJECT";
    private static final String FILE = "application_default_credentials.json";

    private final List<CredentialSource<GoogleToken>> sources;
    private final Optional<String> quotaProject;

    private ApplicationDefaultCredentials(List<CredentialSource<GoogleToken>> sources, Optional<String> quotaProject) {
        this.sources = List.copyOf(sources);
        this.quotaProject = quotaProject;
    }

    /**
     * Creates the search; nothing is looked up yet.
     *
     * @param onGoogleCloud whether the settings say that there is a metadata server
     */
    static ApplicationDefaultCredentials of(VaultContext context, GoogleNetwork network, boolean onGoogleCloud) {
        Optional<Path> named = context.variable(VARIABLE).map(Path::of);
        Path gcloud = context.variable("CLOUDSDK_CONFIG")
                .map(Path::of)
                .or(() -> context.variable("APPDATA").map(data -> Path.of(data, "gcloud")))
                .orElseGet(() -> context.home().resolve(".config").resolve("gcloud"));
        CredentialHosts hosts = new CredentialHosts(context.hosts());
        return new ApplicationDefaultCredentials(
                List.of(
                        new CredentialsFile(VARIABLE, named, true, hosts, network),
                        new CredentialsFile(
                                "gcloud's " + FILE, Optional.of(gcloud.resolve(FILE)), false, hosts, network),
                        new MetadataServer(context, onGoogleCloud)),
                context.variable(QUOTA_PROJECT));
    }

    /** Creates a search of the library's own alone; nothing is looked up yet. */
    static ApplicationDefaultCredentials ofSdk(VaultContext context, GoogleNetwork network) {
        return new ApplicationDefaultCredentials(
                List.of(new SdkCredentials(context, network)), context.variable(QUOTA_PROJECT));
    }

    /**
     * Returns a token of the first credentials found; the environment's quota project goes before theirs.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when there are none, with the places that were tried
     */
    GoogleToken resolve() {
        for (CredentialSource<GoogleToken> source : sources) {
            Optional<GoogleToken> found = source.find();
            if (found.isPresent()) {
                return quotaProject
                        .map(project -> new GoogleToken(found.get().bearer(), Optional.of(project)))
                        .orElseGet(found::get);
            }
        }
        throw CredentialSource.nowhere(
                "Google",
                sources,
                "log in with: gcloud auth application-default login; or set " + VARIABLE + " to a credentials file");
    }
}
