package io.envdrift.provider.gcp;

import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.gcp.GoogleIdentity;
import io.envdrift.testkit.gcp.SecretManagerFake;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Who the tests are, and how they get at the fakes. */
final class GcpAccess {
    static final GoogleIdentity USER = GoogleIdentity.of("user@envdrift-test.iam.gserviceaccount.com");
    static final GoogleIdentity STRANGER = GoogleIdentity.of("stranger@envdrift-test.iam.gserviceaccount.com");

    private GcpAccess() {}

    /** An environment with a service account's file, which is written into a directory. */
    static Map<String, String> environment(GoogleIdentity account, SecretManagerFake service, Path directory) {
        return Map.of(
                "GOOGLE_APPLICATION_CREDENTIALS",
                write(
                        directory,
                        account.email() + ".json",
                        account.file(service.server().uri("/token").toString())));
    }

    /** Writes a file and returns its path. */
    static String write(Path directory, String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static VaultSettings settings(URI endpoint, Origin origin) {
        return TestContext.settings(
                "gcp", Map.of("project_id", SecretManagerFake.PROJECT, "endpoint_url", endpoint.toString()), origin);
    }

    static Vault open(SecretManagerFake service, VaultContext context) {
        return new GcpVaultProvider().open(settings(service.server().uri(""), Origin.FLAG), context);
    }
}
