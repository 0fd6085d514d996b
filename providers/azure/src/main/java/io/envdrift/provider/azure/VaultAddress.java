package io.envdrift.provider.azure;

import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultHost;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a vault is.
 *
 * @param url scheme, host and port, without a slash at the end
 * @param host its host, in the form in which hosts are compared
 */
record VaultAddress(URI url, VaultHost host) {
    /** The domains of Azure's clouds, each with the host that signs users in. */
    private static final Map<String, String> CLOUDS = Map.of(
            "vault.azure.net", "https://login.microsoftonline.com",
            "vault.azure.cn", "https://login.chinacloudapi.cn",
            "vault.usgovcloudapi.net", "https://login.microsoftonline.us");

    /**
     * Returns the address of the settings, which may get credentials.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when there is none or it is malformed, {@code UNTRUSTED_HOST}
     */
    static VaultAddress of(VaultSettings settings, VaultContext context) {
        Setting setting = settings.require(
                AzureVaultProvider.VAULT_URL,
                "Azure provider requires --vault-url",
                "set vault_url in [vault.azure], or give --vault-url");
        VaultAddress address = parse(setting.value().strip());
        context.hosts().require(address.url, setting.origin(), address.cloud().isPresent());
        return address;
    }

    /** Returns how messages name the vault. */
    String label() {
        return "Azure Key Vault " + url;
    }

    /** Returns where users of this vault's cloud sign in. */
    String usualAuthority() {
        return cloud().orElse("https://login.microsoftonline.com");
    }

    private Optional<String> cloud() {
        return CLOUDS.entrySet().stream()
                .filter(cloud -> host.isBelow(cloud.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static VaultAddress parse(String written) {
        // The address is not shown: it may hold a password.
        if (!written.toLowerCase(Locale.ROOT).startsWith("https://")) {
            throw refused("must begin with https://");
        }
        try {
            URI uri = new URI(written);
            VaultHost host = VaultHost.of(uri);
            boolean bare = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
            if (!bare || uri.getRawQuery() != null || uri.getRawFragment() != null) {
                throw refused("must name the vault only, without a path");
            }
            return new VaultAddress(new URI("https://" + host), host);
        } catch (URISyntaxException e) {
            throw refused("is no address");
        }
    }

    private static VaultException refused(String why) {
        return VaultException.settings(
                AzureVaultProvider.NAME,
                "The vault_url of Azure Key Vault " + why,
                "write it as https://NAME.vault.azure.net");
    }
}
