package io.envdrift.provider.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.CredentialUnavailableException;
import io.envdrift.base.EnvdriftException;
import io.envdrift.http.HttpTransport;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.CredentialsSetting;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultSettings;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Gets tokens with the first credentials that are there: environment, workload identity, managed identity, Azure CLI.
 *
 * <p>The SDK's default chain is asked last, and at once where the settings say so: it takes ten seconds to find nothing, looks
 * at the environment of the process, and asks addresses that exist on Azure's own machines only. A failure is final for the run:
 * it is not met again secret by secret.
 */
final class SignIn implements TokenCredential {
    private static final String KIND = "Azure";
    private static final String REMEDY =
            "sign in with: az login; or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET";

    private final List<TokenSource> sources;

    private @Nullable Function<TokenRequestContext, AccessToken> found;
    private @Nullable AccessToken token;
    private @Nullable String tokenFor;
    private @Nullable EnvdriftException failure;

    private SignIn(List<TokenSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** Creates the chain; nothing is looked up yet. */
    static SignIn of(VaultContext context, VaultSettings settings, VaultAddress address, HttpTransport transport) {
        Authority authority = new Authority(context, address, transport);
        if (CredentialsSetting.isSdk(settings, AzureVaultProvider.NAME)) {
            return new SignIn(List.of(new SdkCredential(context, authority, true)));
        }
        return new SignIn(List.of(
                new ServicePrincipal(context, authority),
                new WorkloadIdentity(context, authority),
                new ManagedIdentity(context, settings.flag(AzureVaultProvider.MANAGED_IDENTITY)),
                new AzureCli(context),
                new SdkCredential(context, authority, false)));
    }

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
        return Mono.fromCallable(() -> getTokenSync(request));
    }

    @Override
    public synchronized AccessToken getTokenSync(TokenRequestContext request) {
        if (failure != null) {
            throw failure;
        }
        String wanted = request.getScopes() + " " + request.getTenantId() + " " + request.getClaims();
        if (token != null && wanted.equals(tokenFor) && !token.isExpired()) {
            return token;
        }
        try {
            token = found().apply(request);
            tokenFor = wanted;
            return token;
        } catch (CredentialUnavailableException e) {
            failure = CredentialSource.nowhere(KIND, sources, REMEDY);
            throw failure;
        } catch (RuntimeException e) {
            failure = failed(e);
            throw failure;
        }
    }

    private Function<TokenRequestContext, AccessToken> found() {
        if (found == null) {
            found = CredentialSource.first(KIND, sources, REMEDY).credentials();
        }
        return found;
    }

    /** Without cause: what is below is about the sign-in, must not be taken for the vault's, and may quote credentials. */
    private static EnvdriftException failed(RuntimeException thrown) {
        return AzureFailures.AZURE
                .own(thrown)
                .map(reason -> new EnvdriftException(
                        reason.code(), reason.getMessage(), reason.hint().orElse(null)))
                .orElseGet(() -> CredentialSource.unusable(
                        "the Azure credentials could not be used",
                        "check AZURE_TENANT_ID, AZURE_CLIENT_ID, and the secret, certificate or token file"));
    }
}
