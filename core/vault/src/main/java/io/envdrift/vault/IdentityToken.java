package io.envdrift.vault;

import io.envdrift.base.EnvdriftException;
import io.envdrift.files.FileSnapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A token that a CI service or a Kubernetes cluster writes into a file, for a cloud to take. */
public final class IdentityToken {
    private IdentityToken() {}

    /**
     * Reads a token; read it anew for each exchange, since clusters renew the file.
     *
     * @param kind how the cloud calls it, as in {@code web identity}
     * @param variable the variable that names the file
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when there is none
     */
    public static String read(Path file, String kind, String variable) {
        return FileSnapshot.named(file)
                .content()
                .map(content -> new String(content, StandardCharsets.UTF_8).strip())
                .filter(token -> !token.isEmpty())
                .orElseThrow(() -> CredentialSource.unusable(
                        "the " + kind + " token file " + file + " is missing or empty",
                        "check " + variable + ", and that the job may ask for an OIDC token"));
    }
}
