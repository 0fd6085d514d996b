package io.envdrift.provider.aws;

import io.envdrift.vault.VaultCall;

/** The calls to Secrets Manager, with the permissions that they need. */
final class AwsCalls {
    private AwsCalls() {}

    static VaultCall get(AwsPlace place, String secret) {
        return VaultCall.reading(
                        place.label(),
                        secret,
                        "secretsmanager:GetSecretValue on this secret, and kms:Decrypt on its key if that is your own")
                .in(place.shortName());
    }

    static VaultCall update(AwsPlace place, String secret) {
        return VaultCall.writing(place.label(), secret, "secretsmanager:PutSecretValue on this secret")
                .in(place.shortName());
    }

    static VaultCall create(AwsPlace place, String secret) {
        return VaultCall.writing(place.label(), secret, "secretsmanager:CreateSecret")
                .in(place.shortName());
    }

    static VaultCall list(AwsPlace place) {
        return VaultCall.listing(place.label(), "secretsmanager:ListSecrets");
    }

    static VaultCall probe(AwsPlace place) {
        return VaultCall.probing(place.label(), "secretsmanager:ListSecrets");
    }
}
