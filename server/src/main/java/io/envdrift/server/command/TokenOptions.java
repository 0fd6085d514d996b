package io.envdrift.server.command;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.identity.IdentityProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The key of EnvSync's tokens. The variables are the original's. */
final class TokenOptions {
    private static final String SECRET = "ENVSYNC_JWT_SECRET";
    private static final String ALGORITHM = "ENVSYNC_JWT_ALGORITHM";

    @Option(
            names = "--jwt-secret-file",
            paramLabel = "FILE",
            description =
                    "File with the key of EnvSync's tokens, or ENVSYNC_JWT_SECRET: a secret of 32 bytes or more for"
                        + " HS256, or PEM. ENVSYNC_JWT_ALGORITHM: HS256 (default), HS384, HS512, RS256, ES256. Without"
                        + " a key the one that 'token' made is used")
    @Nullable
    Path secretFile;

    @Option(
            names = "--original-token-rules",
            description =
                    "Also for others than this machine: tokens need no expiry, and owners may work on every project"
                            + " whatever their tokens list")
    boolean original;

    TokenSettings settings(List<IdentityProvider> providers) {
        return new TokenSettings(
                key(), variable(ALGORITHM).orElse(TokenSettings.DEFAULT_ALGORITHM), providers, original);
    }

    private Optional<Secret> key() {
        if (secretFile != null) {
            return Optional.of(StorageOptions.secretFile(secretFile));
        }
        Optional<String> secret = variable(SECRET);
        if (secret.isPresent() && secret.get().isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.SERVER, SECRET + " is set but empty", "set it to 32 bytes or more, or unset it");
        }
        return secret.map(Secret::of);
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name));
    }
}
