package io.envdrift.provider.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.ClientAssertionCredentialBuilder;
import io.envdrift.vault.IdentityToken;
import io.envdrift.vault.VaultContext;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** A token in a file, from a CI service or a Kubernetes cluster, that stands for an application. */
record WorkloadIdentity(VaultContext context, Authority authority) implements TokenSource {
    private static final String TOKEN_FILE = "AZURE_FEDERATED_TOKEN_FILE";

    @Override
    public String name() {
        return "workload identity (" + TOKEN_FILE + ")";
    }

    @Override
    public Optional<Function<TokenRequestContext, AccessToken>> find() {
        return context.variable(TOKEN_FILE).map(Path::of).map(file -> {
            authority.requireApplication(TOKEN_FILE);
            // Read again for each exchange: clusters renew the file.
            return Authority.inOwnTenant(authority
                    .prepare(new ClientAssertionCredentialBuilder()
                            .clientAssertion(() -> IdentityToken.read(file, "workload identity", TOKEN_FILE)))
                    .build());
        });
    }
}
