package io.envdrift.vault;

import java.net.URI;

/** Decides whether a credential may go to a host. */
@FunctionalInterface
public interface HostTrust {
    /**
     * Lets a host pass or throws. Called before anything is sent to it.
     *
     * @param endpoint an absolute {@code http} or {@code https} URI
     * @param origin who named the host
     * @param ownDomain whether the host lies in a domain of the cloud itself, as the provider knows it
     * @throws VaultException {@code UNTRUSTED_HOST} when the user has not allowed it, {@code VAULT_SETTINGS} for plain
     *     http to anything but loopback
     */
    void require(URI endpoint, VaultSettings.Origin origin, boolean ownDomain);
}
