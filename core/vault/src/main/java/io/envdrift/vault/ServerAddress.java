package io.envdrift.vault;

import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vault.VaultSettings.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where the address of a server that somebody runs for themselves comes from: the setting {@code url}, else an environment
 * variable.
 *
 * @param provider the provider's name
 * @param subject what messages call the service at the begin of a sentence, as in {@code EnvSync}
 * @param server what messages call its server, as in {@code the EnvSync server}
 * @param variable the environment variable
 */
public record ServerAddress(String provider, String subject, String server, String variable) {
    /** The setting that holds the address. */
    public static final String SETTING = "url";

    /** Returns what the settings or the environment say, unchecked. */
    public Optional<Setting> find(VaultSettings settings, VaultContext context) {
        return settings.find(SETTING)
                .or(() -> context.variable(variable).map(value -> new Setting(value, Origin.ENVIRONMENT)));
    }

    /**
     * Returns the address that must be there.
     *
     * @param example of an address, for the hint
     * @return scheme, host and port, perhaps with a path
     * @throws VaultException {@code VAULT_SETTINGS} when it is missing or malformed, {@code UNTRUSTED_HOST} when this user does
     *     not trust the host
     */
    public URI require(VaultSettings settings, VaultContext context, String example) {
        return check(find(settings, context).orElseThrow(() -> missing(example)), context);
    }

    /**
     * Checks an address.
     *
     * @return scheme, host and port, perhaps with a path
     * @throws VaultException {@code VAULT_SETTINGS} when it is malformed, {@code UNTRUSTED_HOST} when this user does not trust
     *     the host
     */
    public URI check(Setting written, VaultContext context) {
        URI address = parse(written.value());
        context.hosts().require(address, written.origin(), false);
        return address;
    }

    private URI parse(String written) {
        try {
            URI uri = new URI(written);
            VaultHost host = VaultHost.of(uri);
            if (!host.name().isEmpty()
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Not shown, since an address may hold a password.
            throw malformed();
        }
        throw malformed();
    }

    private VaultException missing(String example) {
        return invalid(
                subject + " needs an address: --vault-url, url in [vault." + provider + "], or " + variable,
                "give the server's address, as in " + example);
    }

    private VaultException malformed() {
        return invalid(
                "The address of " + server + " is not of the form https://host:port",
                "correct --vault-url, url in [vault." + provider + "], or " + variable);
    }

    private VaultException invalid(String message, String hint) {
        return VaultException.settings(provider, message, hint);
    }
}
