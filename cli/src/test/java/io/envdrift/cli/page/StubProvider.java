package io.envdrift.cli.page;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.envdrift.crypto.Sha256;
import io.envdrift.server.identity.IdentityProvider;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.LoopbackServer;
import io.envdrift.testserver.ReceivedRequest;
import io.envdrift.testserver.TestAuthority;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An identity provider on this machine at which a person is signed in already: authorization code with PKCE, strictly. */
final class StubProvider implements AutoCloseable {
    static final String PERSON = "grace@example.com";
    private static final String CLIENT = "client-7";

    private final LoopbackServer server;
    private final ECKey key;
    private final Path authority;
    private volatile boolean denying;
    private volatile Map<String, String> asked = Map.of();

    StubProvider(Path certificates) throws IOException, JOSEException {
        TestAuthority issuer = TestAuthority.in(Files.createDirectories(certificates));
        authority = issuer.file();
        key = new ECKeyGenerator(Curve.P_256)
                .keyID("k1")
                .algorithm(JWSAlgorithm.ES256)
                .generate();
        server = LoopbackServer.https(
                issuer.issue("dns:localhost"), exchange -> exchange.answer(answer(exchange.request())));
    }

    /** Returns what the server is told about it; its people are developers. */
    IdentityProvider settings(List<String> projects, String organization) {
        return new IdentityProvider(
                issuer(),
                CLIENT,
                List.of("email"),
                List.of("projects"),
                "role",
                Optional.of("developer"),
                projects,
                Map.of(),
                Optional.of(CLIENT),
                Optional.of(organization),
                Map.of("SSL_CERT_FILE", authority.toString()));
    }

    /** From now on the person says no. */
    void deny(boolean no) {
        denying = no;
    }

    private String issuer() {
        return "https://localhost:" + server.port();
    }

    private Answer answer(ReceivedRequest request) {
        return switch (request.path()) {
            case "/.well-known/openid-configuration" ->
                Answer.json(
                        200,
                        "{\"issuer\":\"" + issuer() + "\",\"jwks_uri\":\"" + issuer() + "/keys\","
                                + "\"authorization_endpoint\":\"" + issuer() + "/authorize\",\"token_endpoint\":\""
                                + issuer() + "/token\"}");
            case "/keys" -> Answer.json(200, new JWKSet(key.toPublicJWK()).toString());
            case "/authorize" -> authorized(form(request.target().substring("/authorize?".length())));
            case "/token" -> exchanged(form(request.text()));
            default -> Answer.of(404);
        };
    }

    private Answer authorized(Map<String, String> query) {
        asked = query;
        String answer = denying ? "error=access_denied" : "code=the-code";
        return Answer.of(302)
                .with("Location", query.get("redirect_uri") + "?" + answer + "&state=" + query.get("state"));
    }

    private Answer exchanged(Map<String, String> form) {
        String challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Sha256.of(form.getOrDefault("code_verifier", "").getBytes(US_ASCII)));
        boolean good = form.get("code").equals("the-code")
                && "S256".equals(asked.get("code_challenge_method"))
                && challenge.equals(asked.get("code_challenge"))
                && form.get("redirect_uri").equals(asked.get("redirect_uri"));
        return good
                ? Answer.json(200, "{\"id_token\":\"" + token() + "\"}")
                : Answer.json(400, "{\"error\":\"invalid_grant\"}");
    }

    private String token() {
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build(),
                new Payload("{\"iss\":\"" + issuer() + "\",\"aud\":\"" + CLIENT + "\",\"email\":\"" + PERSON
                        + "\",\"email_verified\":true,\"exp\":"
                        + Instant.now().plusSeconds(3600).getEpochSecond() + "}"));
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            form.put(
                    URLDecoder.decode(pair.substring(0, equals), UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        }
        return form;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
