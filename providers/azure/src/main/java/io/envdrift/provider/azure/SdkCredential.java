package io.envdrift.provider.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.util.Configuration;
import com.azure.core.util.ConfigurationBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import io.envdrift.vault.VaultContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The SDK's own search, for credentials that the places before it do not know: Azure Arc, Service Fabric, Azure
 * PowerShell, the Azure Developer CLI. Where the settings do not ask for it, it looks at tools for developers only, and
 * at managed identities that the environment announces: elsewhere it would wait for a metadata service that is not
 * there. It runs programs with the environment of this process, so it is asked only where that is the context's.
 *
 * @param wanted whether it looks everywhere
 */
record SdkCredential(VaultContext context, Authority authority, boolean wanted) implements TokenSource {
    static final String SERVICE_FABRIC = "IDENTITY_SERVER_THUMBPRINT";

    private static final String ARC = "IMDS_ENDPOINT";
    private static final String CHOICE = "AZURE_TOKEN_CREDENTIALS";
    private static final Duration LONGEST_PROGRAM = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "the Azure SDK's own search";
    }

    @Override
    public Optional<Function<TokenRequestContext, AccessToken>> find() {
        if (!context.sharesWithProcess("AZURE_", "IDENTITY_", ARC, "PATH", "HOME")) {
            return Optional.empty();
        }
        return Optional.of(search());
    }

    /** Returns the search, wherever it looks. */
    Function<TokenRequestContext, AccessToken> search() {
        DefaultAzureCredentialBuilder builder = new DefaultAzureCredentialBuilder()
                .configuration(configuration())
                .authorityHost(authority.host())
                .credentialProcessTimeout(LONGEST_PROGRAM)
                .disableInstanceDiscovery()
                .pipeline(authority.pipeline());
        return Authority.inOwnTenant(builder.build());
    }

    private Configuration configuration() {
        Map<String, String> environment = new HashMap<>(context.environment());
        boolean announced = environment.containsKey(SERVICE_FABRIC) || environment.containsKey(ARC);
        if (!wanted && !announced) {
            environment.putIfAbsent(CHOICE, "dev");
        }
        return new ConfigurationBuilder(any -> Map.of(), any -> Map.of(), any -> environment).build();
    }
}
