package io.envdrift.provider.aws;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vault.VaultContext;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Keys in the environment. */
record EnvironmentKeys(VaultContext context) implements AwsSource {
    private static final String KEY_ID = "AWS_ACCESS_KEY_ID";
    private static final String SECRET_KEY = "AWS_SECRET_ACCESS_KEY";

    @Override
    public String name() {
        return "environment (" + KEY_ID + ")";
    }

    @Override
    public Optional<AwsCredentials> find() {
        Optional<String> id = context.variable(KEY_ID);
        Optional<String> secret = context.variable(SECRET_KEY);
        if (id.isPresent() != secret.isPresent()) {
            String missing = id.isPresent() ? SECRET_KEY : KEY_ID;
            throw new EnvdriftException(
                    ErrorCode.NOT_AUTHENTICATED,
                    "the environment has one half of the AWS credentials only: " + missing + " is missing",
                    "set " + KEY_ID + " and " + SECRET_KEY + ", or neither");
        }
        return id.map(key -> keys(key, secret.orElseThrow(), context.variable("AWS_SESSION_TOKEN")));
    }

    /** Makes credentials of their parts. */
    static AwsCredentials keys(String id, String secret, Optional<String> sessionToken) {
        return sessionToken
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, secret, token))
                .orElseGet(() -> AwsBasicCredentials.create(id, secret));
    }
}
