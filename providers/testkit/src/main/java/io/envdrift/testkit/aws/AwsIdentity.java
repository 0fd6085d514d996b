package io.envdrift.testkit.aws;

import java.util.Optional;
import java.util.Set;

/**
 * Who may call the fakes.
 *
 * @param keyId the access key's id
 * @param secretKey its secret
 * @param sessionToken the token that temporary keys come with
 * @param denied operations that are denied, as in {@code BatchGetSecretValue}; {@code *} denies all
 */
public record AwsIdentity(String keyId, String secretKey, Optional<String> sessionToken, Set<String> denied) {
    /** Long-lived keys that may do everything. */
    public static AwsIdentity of(String keyId, String secretKey) {
        return new AwsIdentity(keyId, secretKey, Optional.empty(), Set.of());
    }

    /** Temporary keys that may do everything. */
    public static AwsIdentity temporary(String keyId, String secretKey, String sessionToken) {
        return new AwsIdentity(keyId, secretKey, Optional.of(sessionToken), Set.of());
    }

    /** The same keys, denied some operations. */
    public AwsIdentity without(String... operations) {
        return new AwsIdentity(keyId, secretKey, sessionToken, Set.of(operations));
    }

    boolean isDenied(String operation) {
        return denied.contains(operation) || denied.contains("*");
    }
}
