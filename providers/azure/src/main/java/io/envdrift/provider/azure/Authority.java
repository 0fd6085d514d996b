package io.envdrift.provider.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.identity.AadCredentialBuilderBase;
import io.envdrift.base.EnvdriftException;
import io.envdrift.http.HttpTransport;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultHost;
import io.envdrift.vault.VaultSettings.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where applications sign in: the one of the vault's cloud, or the one that {@code AZURE_AUTHORITY_HOST} names. */
record Authority(VaultContext context, VaultAddress address, HttpTransport transport) {
    static final String TENANT = "AZURE_TENANT_ID";
    static final String CLIENT = "AZURE_CLIENT_ID";

    private static final String VARIABLE = "AZURE_AUTHORITY_HOST";

    /**
     * Makes sure that the environment names the application that it has credentials of.
     *
     * @param given the variable with the credentials
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when it does not
     */
    void requireApplication(String given) {
        String missing = Stream.of(TENANT, CLIENT)
                .filter(name -> context.variable(name).isEmpty())
                .collect(Collectors.joining(" and "));
        if (!missing.isEmpty()) {
            throw CredentialSource.unusable(
                    "the environment has a part of the Azure credentials only: " + missing + " missing",
                    "set " + missing + ", or remove " + given);
        }
    }

    /**
     * Gets tokens of the tenant that the user named, whatever tenant the vault asks for: a vault must not choose where
     * credentials go, and a vault of another tenant refuses the token anyway.
     */
    static Function<TokenRequestContext, AccessToken> inOwnTenant(TokenCredential credential) {
        return request -> credential.getTokenSync(new TokenRequestContext()
                .setScopes(request.getScopes())
                .setClaims(request.getClaims())
                .setCaeEnabled(request.isCaeEnabled()));
    }

    /**
     * Lets an application's credential sign in here, over our transport.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when the address is malformed
     */
    <B extends AadCredentialBuilderBase<B>> B prepare(B builder) {
        HttpPipeline pipeline = new HttpPipelineBuilder()
                .httpClient(AzureHttpClient.ofAuthority(transport, context.deadline(), TokenAnswer::require))
                .build();
        // The host is the user's own choice or Microsoft's; asking Microsoft about it would cost a round trip.
        // The configuration comes first: it sets what it does not hold to its defaults.
        return builder.configuration(AzureVaultOpener.nothing())
                .authorityHost(host())
                .disableInstanceDiscovery()
                .tenantId(context.variable(TENANT).orElseThrow())
                .clientId(context.variable(CLIENT).orElseThrow())
                .pipeline(pipeline);
    }

    /** Returns the way to the authority and other addresses that give tokens, whose answers come back as they are. */
    HttpPipeline pipeline() {
        return new HttpPipelineBuilder()
                .httpClient(AzureHttpClient.ofAuthority(transport, context.deadline(), UnaryOperator.identity()))
                .build();
    }

    /**
     * Returns the address.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when it is malformed
     */
    String host() {
        String written = context.variable(VARIABLE).orElseGet(address::usualAuthority);
        try {
            URI uri = new URI(written.contains("://") ? written : "https://" + written);
            if (!"https".equalsIgnoreCase(uri.getScheme())) {
                throw malformed();
            }
            VaultHost host = VaultHost.of(uri);
            context.hosts().require(uri, Origin.ENVIRONMENT, false);
            return "https://" + host;
        } catch (URISyntaxException | VaultException e) {
            throw malformed();
        }
    }

    private static EnvdriftException malformed() {
        return CredentialSource.unusable(
                VARIABLE + " is no address that begins with https://",
                "remove it, or write it as in https://login.microsoftonline.us");
    }
}
