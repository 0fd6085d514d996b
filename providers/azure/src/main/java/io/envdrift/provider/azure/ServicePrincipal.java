package io.envdrift.provider.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.FileSnapshot;
import io.envdrift.vault.VaultContext;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An application whose secret or certificate the environment names. */
record ServicePrincipal(VaultContext context, Authority authority) implements TokenSource {
    static final String TENANT = "AZURE_TENANT_ID";
    static final String CLIENT = "AZURE_CLIENT_ID";

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
        require(context, secret.isPresent() ? SECRET : CERTIFICATE, List.of(TENANT, CLIENT));
        return Optional.of(
                inOwnTenant(secret.map(this::withSecret).orElseGet(() -> withCertificate(certificate.get()))));
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
     * Makes sure that what goes with a variable is set too.
     *
     * @throws EnvdriftException {@code NOT_AUTHENTICATED} when it is not
     */
    static void require(VaultContext context, String given, List<String> needed) {
        String missing =
                needed.stream().filter(name -> context.variable(name).isEmpty()).collect(Collectors.joining(" and "));
        if (!missing.isEmpty()) {
            throw new EnvdriftException(
                    ErrorCode.NOT_AUTHENTICATED,
                    "the environment has a part of the Azure credentials only: " + missing + " missing",
                    "set " + missing + ", or remove " + given);
        }
    }

    private TokenCredential withSecret(String secret) {
        return authority
                .prepare(new ClientSecretCredentialBuilder().clientSecret(secret), variable(TENANT), variable(CLIENT))
                .build();
    }

    private TokenCredential withCertificate(String file) {
        byte[] content = FileSnapshot.named(Path.of(file))
                .content()
                .orElseThrow(() -> new EnvdriftException(
                        ErrorCode.NOT_AUTHENTICATED,
                        "the certificate " + file + " does not exist",
                        "check " + CERTIFICATE));
        InputStream input = new ByteArrayInputStream(content);
        boolean pem = new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
        ClientCertificateCredentialBuilder builder = new ClientCertificateCredentialBuilder();
        builder = pem ? builder.pemCertificate(input) : builder.pfxCertificate(input);
        Optional<String> password = context.variable(PASSWORD);
        if (password.isPresent() && !pem) {
            builder = builder.clientCertificatePassword(password.get());
        }
        boolean sendChain = context.variable(SEND_CHAIN)
                .map(value -> value.equalsIgnoreCase("true") || value.equals("1"))
                .orElse(false);
        return authority
                .prepare(builder.sendCertificateChain(sendChain), variable(TENANT), variable(CLIENT))
                .build();
    }

    private String variable(String name) {
        return context.variable(name).orElseThrow();
    }
}
