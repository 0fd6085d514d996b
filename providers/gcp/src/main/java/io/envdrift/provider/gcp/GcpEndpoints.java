package io.envdrift.provider.gcp;

import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vault.VaultSettings.Setting;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where Secret Manager is. Each address is asked for trust before it is returned, so nothing is ever sent elsewhere. */
final class GcpEndpoints {
    /** What gcloud takes for the same purpose. */
    private static final String VARIABLE = "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER";

    /** Google's own names of the service; below googleapis.com there are also hosts with everybody's files. */
    private static final Pattern OWN_HOST = Pattern.compile("secretmanager(\\.[a-z0-9-]+\\.rep)?\\.googleapis\\.com");

    private GcpEndpoints() {}

    /**
     * Returns the address of the service for a place, without a slash at its end.
     *
     * @throws VaultException {@code UNTRUSTED_HOST}, or {@code VAULT_SETTINGS} when an address is malformed
     */
    static URI secretManager(VaultSettings settings, VaultContext context, GcpPlace place) {
        Optional<Setting> setting = settings.find(GcpVaultProvider.ENDPOINT_URL);
        if (setting.isPresent()) {
            return trusted(setting.get(), GcpVaultProvider.ENDPOINT_URL, context);
        }
        String usual = "https://secretmanager."
                + place.location().map(location -> location + ".rep.").orElse("") + "googleapis.com";
        return context.variable(VARIABLE)
                .map(url -> trusted(new Setting(url, Origin.ENVIRONMENT), VARIABLE, context))
                .orElseGet(() -> trusted(new Setting(usual, Origin.DEFAULT), GcpVaultProvider.LOCATION, context));
    }

    /** Tells whether an address is Google's own. */
    static boolean isOwn(URI endpoint) {
        String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
        return OWN_HOST.matcher(host).matches() && endpoint.getPort() < 0;
    }

    private static URI trusted(Setting url, String name, VaultContext context) {
        return context.hosts().service(GcpVaultProvider.NAME, name, url, uri -> {
            if (!uri.getRawPath().isEmpty()) {
                throw VaultException.settings(GcpVaultProvider.NAME, name + " has a path", "write it as https://host");
            }
            return isOwn(uri);
        });
    }
}
