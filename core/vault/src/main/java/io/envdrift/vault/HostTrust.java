package io.envdrift.vault;

import io.envdrift.vault.VaultSettings.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.Predicate;

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

    /**
     * Reads the address of a cloud's service, and lets its host pass or throws.
     *
     * @param provider the provider's name
     * @param name what holds the address, as in {@code endpoint_url}
     * @param own tells whether the host lies in a domain of the cloud itself
     * @return the address, perhaps with a path, without a slash at its end
     * @throws VaultException as {@link #require} does, {@code VAULT_SETTINGS} also when the address is malformed
     */
    default URI service(String provider, String name, Setting written, Predicate<URI> own) {
        try {
            URI uri = new URI(written.value().replaceFirst("/+$", ""));
            if (uri.getScheme() != null
                    && uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                require(uri, written.origin(), own.test(uri));
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below: the address may hold a password.
        }
        throw VaultException.settings(
                provider, name + " is no address", "write it as https://host or https://host:port");
    }
}
