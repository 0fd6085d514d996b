package io.envdrift.provider.hashicorp;

import io.envdrift.vault.SettingKey;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultHost;
import io.envdrift.vault.VaultSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The settings of one vault, checked.
 *
 * @param address scheme, host and port, perhaps with a path, without a slash at the end
 * @param mount where the key-value engine is mounted
 * @param namespace the namespace (Vault Enterprise)
 * @param engine the engine's version, where the user says so
 * @param login how to get a token
 */
record HashicorpSettings(
        URI address,
        SecretPath mount,
        Optional<String> namespace,
        Optional<KeyValueVersion> engine,
        LoginSettings login) {
    static final String PROVIDER = "hashicorp";
    static final String ADDRESS_VARIABLE = "VAULT_ADDR";
    static final String NAMESPACE_VARIABLE = "VAULT_NAMESPACE";

    private static final String URL = "url";
    static final String MOUNT = "mount";
    private static final String NAMESPACE = "namespace";
    private static final String KV_VERSION = "kv_version";

    static List<SettingKey> keys() {
        return List.of(
                SettingKey.address(URL, "Address of the server; else `VAULT_ADDR`.")
                        .orVariable(ADDRESS_VARIABLE),
                SettingKey.text(MOUNT, "Where the key-value engine is mounted; `secret` where nothing is said."),
                SettingKey.text(NAMESPACE, "Namespace (Vault Enterprise and HCP); else `VAULT_NAMESPACE`."),
                SettingKey.text(
                        KV_VERSION,
                        "Version of the key-value engine, `\"1\"` or `\"2\"`. Where nothing is said it is taken for 2,"
                                + " and looked up when the answers do not fit."),
                SettingKey.text(
                        LoginSettings.AUTH, "How to log in: `token` (the default), `approle`, `kubernetes` or `jwt`."),
                SettingKey.text(
                        LoginSettings.AUTH_MOUNT,
                        "Where the auth method is mounted; its own name where nothing is said."),
                SettingKey.text(LoginSettings.ROLE, "Role for `kubernetes` and `jwt`; else `VAULT_ROLE`."),
                SettingKey.text(LoginSettings.ROLE_ID, "Role id for `approle`; else `VAULT_ROLE_ID`."),
                SettingKey.text(
                        LoginSettings.SECRET_ID_ENV,
                        "Name of the environment variable with the secret id for `approle`; `VAULT_SECRET_ID` where"
                                + " nothing is said. It begins with `VAULT_` or `ENVDRIFT_`, or is listed in"
                                + " `ENVDRIFT_TRUSTED_VARIABLES`."),
                SettingKey.text(
                        LoginSettings.JWT_ENV,
                        "Name of the environment variable with the token of the CI system or cluster; `VAULT_ID_TOKEN`"
                            + " for `jwt`, the service account's file for `kubernetes` where nothing is said. It"
                            + " begins with `VAULT_` or `ENVDRIFT_`, or is listed in `ENVDRIFT_TRUSTED_VARIABLES`."));
    }

    /**
     * Checks settings.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when something is missing or malformed, {@code UNTRUSTED_HOST} when
     *     this user does not trust the host
     */
    static HashicorpSettings from(VaultSettings settings, VaultContext context) {
        VaultSettings.Setting url = settings.require(
                URL,
                "HashiCorp provider requires --vault-url, url in [vault.hashicorp], or VAULT_ADDR",
                "give the server's address, as in https://vault.example.com:8200");
        URI address = address(url.value());
        context.hosts().require(address, url.origin(), false);
        return new HashicorpSettings(
                address,
                mount(settings.value(MOUNT).orElse("secret")),
                settings.value(NAMESPACE).or(() -> context.variable(NAMESPACE_VARIABLE)),
                settings.value(KV_VERSION).map(HashicorpSettings::engine),
                LoginSettings.from(settings, context));
    }

    /** Returns how messages name the vault. */
    String label() {
        return "hashicorp vault " + address
                + namespace.map(name -> " namespace " + name).orElse("")
                + " mount " + mount.text();
    }

    static VaultException invalid(String message, String hint) {
        return VaultException.settings(PROVIDER, message, hint);
    }

    private static URI address(String written) {
        try {
            URI uri = new URI(written.endsWith("/") ? written.substring(0, written.length() - 1) : written);
            VaultHost host = VaultHost.of(uri);
            if (uri.getRawQuery() == null && uri.getRawFragment() == null) {
                String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
                // The API's own prefix is often part of an address that was copied from a request.
                String path = uri.getRawPath().replaceAll("/+$", "").replaceAll("/v1$", "");
                String port = uri.getPort() < 0 ? "" : ":" + host.port();
                return new URI(scheme + "://" + host.name() + port + path);
            }
        } catch (URISyntaxException e) {
            // Not shown, since an address may hold a password.
            throw invalidAddress();
        }
        throw invalidAddress();
    }

    private static VaultException invalidAddress() {
        return invalid(
                "The address of HashiCorp Vault is not of the form https://host:port",
                "correct --vault-url, url in [vault.hashicorp], or VAULT_ADDR");
    }

    private static SecretPath mount(String written) {
        String text = written.replaceAll("^/+|/+$", "");
        return SecretPath.parse(text)
                .orElseThrow(() -> invalid(
                        "mount '" + written + "' is no possible mount of HashiCorp Vault",
                        "set mount in [vault.hashicorp] to what `vault secrets list` shows"));
    }

    private static KeyValueVersion engine(String written) {
        return switch (written.toLowerCase(Locale.ROOT)) {
            case "1", "v1" -> KeyValueVersion.V1;
            case "2", "v2" -> KeyValueVersion.V2;
            default ->
                throw invalid(
                        "kv_version '" + written + "' is no version of the key-value engine",
                        "set kv_version in [vault.hashicorp] to \"1\" or \"2\", or leave it out");
        };
    }
}
