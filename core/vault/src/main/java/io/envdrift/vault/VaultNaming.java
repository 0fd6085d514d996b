package io.envdrift.vault;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a bare {@code vault_name} means to a provider: which of its settings the name stands for, and how. */
public abstract class VaultNaming {
    private final String setting;
    private final String allowed;

    private VaultNaming(String setting, String allowed) {
        this.setting = setting;
        this.allowed = allowed;
    }

    /**
     * The name is the setting's value.
     *
     * @param allowed the names there can be, as a regular expression
     */
    public static VaultNaming value(String setting, String allowed) {
        return new VaultNaming(setting, allowed) {
            @Override
            String apply(String provider, String name, Optional<String> current) {
                return name;
            }

            @Override
            public boolean agrees(String name, String current) {
                return name.equals(current);
            }
        };
    }

    /**
     * The name is the first label of the host in the setting, an address.
     *
     * @param allowed the names there can be, as a regular expression
     * @param domain what follows the name where no address is given, as in {@code .vault.azure.net}
     */
    public static VaultNaming hostLabel(String setting, String allowed, String domain) {
        return new VaultNaming(setting, allowed) {
            @Override
            String apply(String provider, String name, Optional<String> current) {
                return current.map(url -> withFirstLabel(provider, url, name)).orElse("https://" + name + domain);
            }

            @Override
            public boolean agrees(String name, String current) {
                return current.toLowerCase(Locale.ROOT).startsWith("https://" + name.toLowerCase(Locale.ROOT) + ".");
            }
        };
    }

    /** Returns the setting that the name stands for. */
    public final String setting() {
        return setting;
    }

    /**
     * Returns the setting's value for a vault of this name.
     *
     * @param provider the provider's name, for errors
     * @param current the value that is there, without the name
     * @throws VaultException {@code VAULT_SETTINGS} when the name is none of this provider
     */
    public final String rename(String provider, String name, Optional<String> current) {
        if (!name.matches(allowed) || Arrays.asList(name.split("/", -1)).contains("..")) {
            throw failure(
                    provider,
                    "vault_name '" + name + "' is no possible name for " + provider,
                    "it stands for the " + setting + "; or add a table [vault.named.<name>]");
        }
        return current.filter(value -> agrees(name, value)).orElseGet(() -> apply(provider, name, current));
    }

    abstract String apply(String provider, String name, Optional<String> current);

    /** Tells whether the setting names this vault already. */
    public abstract boolean agrees(String name, String current);

    final String withFirstLabel(String provider, String url, String name) {
        try {
            URI uri = new URI(url);
            String host = uri.getHost() == null ? "" : uri.getHost().replaceFirst("\\.$", "");
            int dot = host.indexOf('.');
            // The last label of a name begins with a letter; an address has no labels to replace.
            if (dot > 0 && Character.isLetter(host.charAt(host.lastIndexOf('.') + 1))) {
                String renamed = name + host.substring(dot);
                return new URI(uri.getScheme(), null, renamed, uri.getPort(), uri.getPath(), null, null).toString();
            }
        } catch (URISyntaxException e) {
            throw unnameable(provider, url, name);
        }
        throw unnameable(provider, url, name);
    }

    private VaultException unnameable(String provider, String url, String name) {
        return failure(
                provider,
                "vault_name '" + name + "' cannot be put into " + setting + " " + url,
                "add a table [vault.named." + name + "] with provider = \"" + provider + "\" and its " + setting);
    }

    private static VaultException failure(String provider, String message, String hint) {
        return VaultException.settings(provider, message, hint);
    }
}
