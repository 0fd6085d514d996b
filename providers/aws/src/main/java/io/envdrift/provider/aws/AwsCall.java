package io.envdrift.provider.aws;

import io.envdrift.http.Sending;
import io.envdrift.vault.VaultAttempt;
import java.util.Optional;

/**
 * A kind of call to Secrets Manager.
 *
 * @param place where it is made
 * @param attempt how its failures are worded
 * @param secret the secret it is about
 * @param permission what it needs, for the hint when it is denied
 * @param sending whether it may happen twice
 */
record AwsCall(AwsPlace place, VaultAttempt attempt, Optional<String> secret, String permission, Sending sending) {
    static AwsCall get(AwsPlace place, String secret) {
        return new AwsCall(
                place,
                VaultAttempt.reading(place.label(), secret),
                Optional.of(secret),
                "secretsmanager:GetSecretValue on this secret, and kms:Decrypt on its key if that is your own",
                Sending.REPEATABLE);
    }

    static AwsCall update(AwsPlace place, String secret) {
        return write(place, secret, "secretsmanager:PutSecretValue on this secret");
    }

    static AwsCall create(AwsPlace place, String secret) {
        return write(place, secret, "secretsmanager:CreateSecret");
    }

    static AwsCall list(AwsPlace place) {
        return new AwsCall(
                place,
                VaultAttempt.listing(place.label()),
                Optional.empty(),
                "secretsmanager:ListSecrets",
                Sending.REPEATABLE);
    }

    static AwsCall probe(AwsPlace place) {
        return new AwsCall(
                place,
                VaultAttempt.probing(place.label()),
                Optional.empty(),
                "secretsmanager:ListSecrets",
                Sending.REPEATABLE);
    }

    private static AwsCall write(AwsPlace place, String secret, String permission) {
        return new AwsCall(
                place, VaultAttempt.writing(place.label(), secret), Optional.of(secret), permission, Sending.ONCE);
    }
}
