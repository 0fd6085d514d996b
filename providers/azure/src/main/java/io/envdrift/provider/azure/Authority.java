package io.envdrift.provider.azure;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.identity.AadCredentialBuilderBase;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.http.HttpTransport;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultHost;
import io.envdrift.vault.VaultSettings.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.UnaryOperator;

/** Where applications sign in: the one of the vault's cloud, or the one that {@code AZURE_AUTHORITY_HOST} names. */
record Authority(VaultContext context, VaultAddress address, HttpTransport transport) {
    private static final String VARIABLE = "AZURE_AUTHORITY_HOST";

    /**
     * Lets an application's credential sign in here, over our transport.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when the address is malformed
     */
    <B extends AadCredentialBuilderBase<B>> B prepare(B builder, String tenant, String client) {
        HttpPipeline pipeline = new HttpPipelineBuilder()
                .httpClient(AzureHttpClient.ofAuthority(transport, context.deadline(), TokenAnswer::require))
                .build();
        // The host is the user's own choice or Microsoft's; asking Microsoft about it would cost a round trip.
        // The configuration comes first: it sets what it does not hold to its defaults.
        return builder.configuration(AzureVaultOpener.nothing())
                .authorityHost(host())
                .disableInstanceDiscovery()
                .tenantId(tenant)
                .clientId(client)
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
        return new EnvdriftException(
                ErrorCode.NOT_AUTHENTICATED,
                VARIABLE + " is no address that begins with https://",
                "remove it, or write it as in https://login.microsoftonline.us");
    }
}
