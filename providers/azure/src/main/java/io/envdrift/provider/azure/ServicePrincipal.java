package io.envdrift.provider.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import io.envdrift.files.FileSnapshot;
import io.envdrift.vault.CredentialSource;
import io.envdrift.vault.VaultContext;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** An application whose secret or certificate the environment names. */
record ServicePrincipal(VaultContext context, Authority authority) implements TokenSource {
    private static final String SECRET = "AZURE_CLIENT_SECRET";
    private static final String CERTIFICATE = "AZURE_CLIENT_CERTIFICATE_PATH";
    private static final String PASSWORD = "AZURE_CLIENT_CERTIFICATE_PASSWORD";
    private static final String SEND_CHAIN = "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN";

    @Override
    public String name() {
        return "environment (" + SECRET + ", " + CERTIFICATE + ")";
    }

    @Override
    public Optional<Function<TokenRequestContext, AccessToken>> find() {
        Optional<String> secret = context.variable(SECRET);
        Optional<String> certificate = context.variable(CERTIFICATE);
        if (secret.isEmpty() && certificate.isEmpty()) {
            return Optional.empty();
        }
        authority.requireApplication(secret.isPresent() ? SECRET : CERTIFICATE);
        return Optional.of(Authority.inOwnTenant(
                secret.map(this::withSecret).orElseGet(() -> withCertificate(certificate.get()))));
    }

    private TokenCredential withSecret(String secret) {
        return authority
                .prepare(new ClientSecretCredentialBuilder().clientSecret(secret))
                .build();
    }

    private TokenCredential withCertificate(String file) {
        byte[] content = FileSnapshot.named(Path.of(file))
                .content()
                .orElseThrow(() -> CredentialSource.unusable(
                        "the certificate " + file + " does not exist", "check " + CERTIFICATE));
        // The SDK sees by itself whether it is PEM or PKCS#12.
        ClientCertificateCredentialBuilder builder =
                new ClientCertificateCredentialBuilder().pfxCertificate(new ByteArrayInputStream(content));
        context.variable(PASSWORD).ifPresent(builder::clientCertificatePassword);
        boolean sendChain = context.variable(SEND_CHAIN)
                .map(value -> value.equalsIgnoreCase("true") || value.equals("1"))
                .orElse(false);
        return authority.prepare(builder.sendCertificateChain(sendChain)).build();
    }
}
