package io.envdrift.provider.aws;

import io.envdrift.http.Sending;
import io.envdrift.vault.VaultAttempt;
import java.util.Optional;

/**
 * A kind of call to Secrets Manager.
 *
 * @param attempt how its failures are worded
 * @param secret the secret it is about
 * @param permission what it needs, for the hint when it is denied
 * @param sending whether it may happen twice
 */
record AwsCall(VaultAttempt attempt, Optional<String> secret, String permission, Sending sending) {
    static AwsCall get(String label, String secret) {
        return new AwsCall(
                VaultAttempt.reading(label, secret),
                Optional.of(secret),
                "secretsmanager:GetSecretValue on this secret, and kms:Decrypt on its key if that is your own",
                Sending.REPEATABLE);
    }

    static AwsCall update(String label, String secret) {
        return write(label, secret, "secretsmanager:PutSecretValue on this secret");
    }

    static AwsCall create(String label, String secret) {
        return write(label, secret, "secretsmanager:CreateSecret");
    }

    static AwsCall list(String label) {
        return new AwsCall(
                VaultAttempt.listing(label), Optional.empty(), "secretsmanager:ListSecrets", Sending.REPEATABLE);
    }

    static AwsCall probe(String label) {
        return new AwsCall(
                VaultAttempt.probing(label), Optional.empty(), "secretsmanager:ListSecrets", Sending.REPEATABLE);
    }

    private static AwsCall write(String label, String secret, String permission) {
        return new AwsCall(VaultAttempt.writing(label, secret), Optional.of(secret), permission, Sending.ONCE);
    }
}
