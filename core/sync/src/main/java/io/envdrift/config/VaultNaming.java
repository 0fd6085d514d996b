package io.envdrift.config;

import io.envdrift.base.ErrorCode;
import io.envdrift.vault.VaultException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a bare {@code vault_name} means to a provider: which of its settings the name stands for. */
enum VaultNaming {
    /** The first label of the vault's host. */
    AZURE("azure", "vault_url", Pattern.compile("[0-9A-Za-z-]{1,127}")) {
        @Override
        String apply(String name, Optional<String> current) {
            return current.map(url -> withFirstLabel(url, name)).orElse("https://" + name + ".vault.azure.net");
        }

        @Override
        boolean agrees(String name, String current) {
            return current.toLowerCase(Locale.ROOT).startsWith("https://" + name.toLowerCase(Locale.ROOT) + ".");
        }
    },
    /** The project. */
    GCP("gcp", "project_id", Pattern.compile("[0-9A-Za-z.:-]+")),
    /** The mount of the KV engine. */
    HASHICORP("hashicorp", "mount", Pattern.compile("[0-9A-Za-z._-]+(/[0-9A-Za-z._-]+)*"));

    private final String provider;
    private final String setting;
    private final Pattern allowed;

    VaultNaming(String provider, String setting, Pattern allowed) {
        this.provider = provider;
        this.setting = setting;
        this.allowed = allowed;
    }

    /** Returns the naming of a provider, or null where vaults have no names. */
    static @Nullable VaultNaming of(String provider) {
        return Arrays.stream(values())
                .filter(naming -> naming.provider.equals(provider))
                .findFirst()
                .orElse(null);
    }

    /** Returns the setting that the name stands for. */
    String setting() {
        return setting;
    }

    /**
     * Returns the setting's value for a vault of this name.
     *
     * @throws VaultException {@code VAULT_SETTINGS} when the name is none of this provider
     */
    String rename(String name, Optional<String> current) {
        if (!allowed.matcher(name).matches()
                || Arrays.asList(name.split("/", -1)).contains("..")) {
            throw failure(
                    provider,
                    "vault_name '" + name + "' is no possible name for " + provider,
                    "it stands for the " + setting + "; or add a table [vault.named.<name>]");
        }
        return current.filter(value -> agrees(name, value)).orElseGet(() -> apply(name, current));
    }

    String apply(String name, Optional<String> current) {
        return name;
    }

    /** Tells whether the setting names this vault already. */
    boolean agrees(String name, String current) {
        return name.equals(current);
    }

    static VaultException nameless(String provider, String name) {
        return failure(
                provider,
                "vault_name '" + name + "' means nothing to " + provider + ": its vaults have no names",
                "add a table [vault.named." + name + "] with provider = \"" + provider + "\" and its settings");
    }

    private static String withFirstLabel(String url, String name) {
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
            throw unnameable(url, name);
        }
        throw unnameable(url, name);
    }

    private static VaultException unnameable(String url, String name) {
        return failure(
                AZURE.provider,
                "vault_name '" + name + "' cannot be put into vault_url " + url,
                "add a table [vault.named." + name + "] with provider = \"azure\" and its vault_url");
    }

    private static VaultException failure(String provider, String message, String hint) {
        return new VaultException(ErrorCode.VAULT_SETTINGS, provider, message, hint, null);
    }
}
