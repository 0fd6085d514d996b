package io.envdrift.provider.aws;

import io.envdrift.base.EnvdriftException;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.VaultContext;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Keys in the environment. */
record EnvironmentKeys(VaultContext context) implements CredentialSource<AwsCredentials> {
    private static final String KEY_ID = "AWS_ACCESS_KEY_ID";
    private static final String SECRET_KEY = "AWS_SECRET_ACCESS_KEY";

    @Override
    public String name() {
        return "environment (" + KEY_ID + ")";
    }

    @Override
    public Optional<AwsCredentials> find() {
        Optional<String> id = context.variable(KEY_ID);
        return keys(
                id,
                context.variable(SECRET_KEY),
                context.variable("AWS_SESSION_TOKEN"),
                () -> CredentialSource.unusable(
                        "the environment has one half of the AWS credentials only: "
                                + (id.isPresent() ? SECRET_KEY : KEY_ID) + " is missing",
                        "set " + KEY_ID + " and " + SECRET_KEY + ", or neither"));
    }

    /**
     * Makes credentials of their parts; none where neither half is there.
     *
     * @param half makes the error where one half only is
     */
    static Optional<AwsCredentials> keys(
            Optional<String> id,
            Optional<String> secret,
            Optional<String> sessionToken,
            Supplier<EnvdriftException> half) {
        if (id.isPresent() != secret.isPresent()) {
            throw half.get();
        }
        return id.map(key -> keys(key, secret.orElseThrow(), sessionToken));
    }

    /** Makes credentials of their parts. */
    static AwsCredentials keys(String id, String secret, Optional<String> sessionToken) {
        return sessionToken
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, secret, token))
                .orElseGet(() -> AwsBasicCredentials.create(id, secret));
    }
}
