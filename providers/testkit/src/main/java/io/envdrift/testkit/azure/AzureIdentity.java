package io.envdrift.testkit.azure;

import java.util.Set;

/**
 * An application that the fakes know.
 *
 * @param tenant its tenant's id
 * @param client its id
 * @param secret what it signs in with: a client secret, the token of a CI service, or the header of a managed identity
 * @param denied operations that it may not do, as in {@code Get}; {@code *} for all
 */
public record AzureIdentity(String tenant, String client, String secret, Set<String> denied) {
    /** An application that may do everything. */
    public static AzureIdentity of(String tenant, String client, String secret) {
        return new AzureIdentity(tenant, client, secret, Set.of());
    }

    /** The same application without some rights. */
    public AzureIdentity without(String... operations) {
        return new AzureIdentity(tenant, client, secret, Set.of(operations));
    }

    boolean isDenied(String operation) {
        return denied.contains(operation) || denied.contains("*");
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "AzureIdentity[" + client + "]";
    }
}
