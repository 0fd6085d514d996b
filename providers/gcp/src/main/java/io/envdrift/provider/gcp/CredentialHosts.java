package io.envdrift.provider.gcp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.HostTrust;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultHost;
import io.envdrift.vault.VaultSettings.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks the hosts that a credentials file sends credentials to. The author of the file could have the token of a CI
 * job, or any file of this machine, sent to a host of theirs, and CI jobs often find the file in the checkout. So it is
 * trusted as little as a repository's configuration.
 */
record CredentialHosts(HostTrust trust) {
    /** Fields that say where credentials are sent. */
    private static final Set<String> TARGETS =
            Set.of("token_uri", "token_url", "service_account_impersonation_url", "regional_cred_verification_url");

    /** Fields that say where an identity's token is fetched from. */
    private static final Set<String> ORIGINS = Set.of("url", "region_url", "imdsv2_session_token_url");

    private static final Pattern OWN_HOST = Pattern.compile("accounts\\.google\\.com|(oauth2|www)\\.googleapis\\.com|"
            + "([a-z0-9-]+[.-])?(sts|iamcredentials)(\\.mtls)?(\\.[a-z0-9-]+){0,2}\\.googleapis\\.com");

    /** Amazon's, which the library signs a request for but never asks itself. */
    private static final Pattern AMAZON = Pattern.compile("sts(\\.(\\{region}|[a-z0-9-]+))?\\.amazonaws\\.com");

    private static final Set<String> METADATA = Set.of("169.254.169.254", "[fd00:ec2::254]");

    /**
     * Lets a credentials file pass.
     *
     * @throws EnvdriftException {@code UNTRUSTED_HOST} when it names a host that is neither Google's nor trusted by this
     *     user, {@code NOT_AUTHENTICATED} when it wants a program to be run or an address is malformed
     */
    void require(JsonObject document, Path file) {
        for (Map.Entry<String, JsonElement> field : document.entrySet()) {
            JsonElement value = field.getValue();
            if (value.isJsonObject()) {
                requireNoProgram(value.getAsJsonObject(), file);
                require(value.getAsJsonObject(), file);
            } else if (value.isJsonPrimitive() && TARGETS.contains(field.getKey())) {
                requireTarget(field.getKey(), value.getAsString(), file);
            } else if (value.isJsonPrimitive() && ORIGINS.contains(field.getKey())) {
                requireOrigin(field.getKey(), value.getAsString(), file);
            }
        }
    }

    private static void requireNoProgram(JsonObject source, Path file) {
        for (String refused : List.of("executable", "certificate")) {
            if (source.has(refused)) {
                throw unusable(
                        file,
                        "credentials of the kind '" + refused + "' are not supported",
                        "use a file or url as credential_source");
            }
        }
    }

    private void requireTarget(String field, String url, Path file) {
        if (AMAZON.matcher(url.replaceFirst("^https://", "").replaceFirst("[/?].*$", ""))
                .matches()) {
            return;
        }
        URI uri = uri(field, url, file);
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        try {
            trust.require(uri, Origin.REPOSITORY, OWN_HOST.matcher(host).matches() && uri.getPort() < 0);
        } catch (VaultException e) {
            if (e.code() != ErrorCode.UNTRUSTED_HOST) {
                throw unusable(
                        file, field + " is refused: " + e.getMessage(), e.hint().orElse("correct " + field));
            }
            throw new EnvdriftException(
                    ErrorCode.UNTRUSTED_HOST,
                    "the credentials file " + file + " names the host " + VaultHost.of(uri) + " in " + field
                            + ", which is not Google's and not trusted yet: no credential was sent",
                    e.hint().orElse(null));
        }
    }

    private static void requireOrigin(String field, String url, Path file) {
        URI uri = uri(field, url, file);
        boolean here = METADATA.contains(String.valueOf(uri.getHost()))
                || VaultHost.of(uri).isLoopback();
        if (!here && !"https".equalsIgnoreCase(uri.getScheme())) {
            throw unusable(file, field + " is plain http to another machine", "use https in " + field);
        }
    }

    private static URI uri(String field, String url, Path file) {
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below: the address may hold a password.
        }
        throw unusable(file, field + " is no address", "write it as https://host/path");
    }

    private static EnvdriftException unusable(Path file, String why, String hint) {
        return CredentialSource.unusable("the Google credentials file " + file + " cannot be used: " + why, hint);
    }
}
