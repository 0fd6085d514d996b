package io.envdrift.testkit.azure;

import io.envdrift.testserver.Answer;
import io.envdrift.testserver.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The endpoints that give out tokens: Microsoft Entra ID (client credentials with secret, certificate or federated token), the
 * one of App Service, and the metadata service of virtual machines.
 */
public final class EntraFake {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final Map<String, AzureIdentity> applications = new ConcurrentHashMap<>();
    private final Map<String, X509Certificate> certificates = new ConcurrentHashMap<>();
    private final Map<String, AzureIdentity> federated = new ConcurrentHashMap<>();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private volatile Optional<AzureIdentity> machine = Optional.empty();

    /** A token and what it is good for. */
    record Token(AzureIdentity identity, String resource) {}

    /** Lets another application in, or changes one's rights for tokens to come. */
    public void admit(AzureIdentity identity) {
        applications.put(identity.client(), identity);
    }

    /** Lets an application sign in with a certificate. */
    public void admitCertificate(AzureIdentity identity, X509Certificate certificate) {
        admit(identity);
        certificates.put(identity.client(), certificate);
    }

    /** Lets an application sign in with a token that somebody else issued. */
    public void admitFederated(AzureIdentity identity, String token) {
        admit(identity);
        federated.put(token, identity);
    }

    /** Gives the machine an identity; its secret is the header that App Service demands. */
    public void machine(AzureIdentity identity) {
        machine = Optional.of(identity);
    }

    Optional<Token> find(String token) {
        return Optional.ofNullable(tokens.get(token));
    }

    /** Gives out a token past the protocol, as the Azure CLI would have one. */
    public String token(AzureIdentity identity) {
        return issue(new Token(identity, KeyVaultFake.RESOURCE));
    }

    private String issue(Token token) {
        String text = "canary-token." + UUID.randomUUID();
        tokens.put(text, token);
        return text;
    }

    /** Makes all tokens given out so far invalid. */
    public void revokeAll() {
        tokens.clear();
    }

    /** Answers a request for a token; nothing for other requests. */
    Optional<Answer> answer(ReceivedRequest request, String self) {
        String path = request.path();
        if (path.endsWith("/oauth2/v2.0/token")) {
            return Optional.of(clientCredentials(request, self));
        }
        return switch (path) {
            case "/msi/token" -> Optional.of(ofMachine(request, "X-IDENTITY-HEADER", "2019-08-01"));
            case "/metadata/identity/oauth2/token" -> Optional.of(ofMachine(request, "Metadata", "2018-02-01"));
            default -> Optional.empty();
        };
    }

    private Answer clientCredentials(ReceivedRequest request, String self) {
        Map<String, String> form = request.form()
                .filter(any -> request.method().equals("POST"))
                .orElseThrow(
                        () -> AzureError.signIn(400, "invalid_request", 900144, "The request body must be a form."));
        String tenant = request.path().split("/")[1];
        AzureIdentity identity = applications.get(form.getOrDefault("client_id", ""));
        if (identity == null || !identity.tenant().equals(tenant)) {
            throw AzureError.signIn(
                    400,
                    "unauthorized_client",
                    700016,
                    "Application with identifier '" + form.get("client_id") + "' was not found in the directory.");
        }
        String scope = form.getOrDefault("scope", "").strip();
        Optional<String> resource = Stream.of(scope.split(" "))
                .filter(word -> word.endsWith("/.default"))
                .map(word -> word.substring(0, word.length() - "/.default".length()))
                .findFirst();
        if (!"client_credentials".equals(form.get("grant_type")) || resource.isEmpty()) {
            throw AzureError.signIn(400, "invalid_scope", 70011, "The provided value for scope is not valid.");
        }
        String url = self + request.path();
        if (form.containsKey("client_secret")) {
            if (!identity.secret().equals(form.get("client_secret"))) {
                throw AzureError.signIn(
                        401,
                        "invalid_client",
                        7000215,
                        "Invalid client secret provided: '" + form.get("client_secret") + "'.");
            }
        } else {
            requireAssertion(form, identity, url);
        }
        return bearer(new Token(identity, resource.get()), "\"expires_in\":3599");
    }

    private void requireAssertion(Map<String, String> form, AzureIdentity identity, String url) {
        String assertion = form.getOrDefault("client_assertion", "");
        if (!JWT_BEARER.equals(form.get("client_assertion_type")) || assertion.isEmpty()) {
            throw AzureError.signIn(401, "invalid_client", 7000218, "The request body must contain client_assertion.");
        }
        if (identity.equals(federated.get(assertion))) {
            return;
        }
        X509Certificate certificate = certificates.get(identity.client());
        if (certificate == null) {
            throw AzureError.signIn(
                    400, "invalid_client", 700213, "No matching federated identity record for '" + assertion + "'.");
        }
        if (!isSigned(assertion, certificate, identity, url)) {
            throw AzureError.signIn(401, "invalid_client", 700027, "Client assertion failed: '" + assertion + "'.");
        }
    }

    private static boolean isSigned(String assertion, X509Certificate certificate, AzureIdentity identity, String url) {
        try {
            String[] parts = assertion.split("\\.");
            JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            boolean pss = header.path("alg").asString().equals("PS256");
            Signature signature = Signature.getInstance(pss ? "RSASSA-PSS" : "SHA256withRSA");
            if (pss) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initVerify(certificate);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]))
                    && claims.path("iss").asString().equals(identity.client())
                    && claims.path("sub").asString().equals(identity.client())
                    && claims.path("aud").asString().equals(url)
                    && claims.path("exp").asLong() > Instant.now().getEpochSecond();
        } catch (GeneralSecurityException | JacksonException | IllegalArgumentException e) {
            return false;
        }
    }

    private Answer ofMachine(ReceivedRequest request, String header, String version) {
        Map<String, String> query = request.query();
        AzureIdentity identity =
                machine.orElseThrow(() -> AzureError.signIn(400, "invalid_request", 0, "Identity not found"));
        boolean metadata = header.equals("Metadata");
        if (!request.header(header).equals(Optional.of(metadata ? "true" : identity.secret()))
                || !version.equals(query.get("api-version"))
                || request.header("X-Forwarded-For").isPresent()) {
            throw AzureError.signIn(400, "invalid_request", 0, "Required metadata header not specified");
        }
        String client = query.getOrDefault("client_id", identity.client());
        if (!client.equals(identity.client()) || !query.containsKey("resource")) {
            throw AzureError.signIn(400, "invalid_request", 0, "Identity not found: " + client);
        }
        long until = Instant.now().getEpochSecond() + 3599;
        return bearer(new Token(identity, query.get("resource")), "\"expires_on\":\"" + until + "\"");
    }

    private Answer bearer(Token token, String life) {
        return Answer.json(
                200,
                "{\"token_type\":\"Bearer\"," + life + ",\"ext_expires_in\":3599,\"access_token\":\"" + issue(token)
                        + "\"}");
    }
}
