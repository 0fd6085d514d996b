package io.envdrift.provider.aws;

import io.envdrift.base.EnvdriftException;
import io.envdrift.provider.aws.SecurityTokens.AwsRole;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.IdentityToken;
import io.envdrift.vault.VaultContext;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * A token in a file, from a CI service or a Kubernetes cluster, that opens a role.
 *
 * @param wantedRole is taken where the environment names none
 */
record WebIdentity(VaultContext context, SecurityTokens tokens, Optional<String> wantedRole)
        implements CredentialSource<AwsCredentials> {
    private static final String TOKEN_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE";
    private static final String ROLE_ARN = "AWS_ROLE_ARN";

    @Override
    public String name() {
        return "web identity (" + TOKEN_FILE + ")";
    }

    @Override
    public Optional<AwsCredentials> find() {
        return context.variable(TOKEN_FILE).map(file -> {
            String arn = role().orElseThrow(() -> CredentialSource.unusable(
                    TOKEN_FILE + " is set, but no role to assume with the token",
                    "set " + ROLE_ARN + ", or role_arn in [vault.aws]"));
            return tokens.assumeRoleWithWebIdentity(token(Path.of(file)), AwsRole.of(arn));
        });
    }

    /** Returns the role that it opens. */
    Optional<String> role() {
        return context.variable(ROLE_ARN).or(() -> wantedRole);
    }

    /**
     * Reads a token.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when there is none
     */
    static String token(Path file) {
        return IdentityToken.read(file, "web identity", TOKEN_FILE);
    }
}
