package io.envdrift.cli.envsync;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.envdrift.cli.CliRun;
import io.envdrift.server.BlobServer;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.identity.IdentityProvider;
import io.envdrift.server.store.StorageSettings;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.LoopbackServer;
import io.envdrift.testserver.ReceivedRequest;
import io.envdrift.testserver.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-in of a person: our server, and an identity provider on this machine that knows the device authorization grant. */
class LoginIT {
    @TempDir
    Path directory;

    private LoopbackServer provider;
    private BlobServer server;
    private RSAKey key;
    private Path authorities;

    @BeforeEach
    void start(@TempDir Path certificates, @TempDir Path data) throws IOException, JOSEException {
        TestAuthority authority = TestAuthority.in(certificates);
        authorities = authority.file();
        key = new RSAKeyGenerator(2048)
                .keyID("k1")
                .algorithm(JWSAlgorithm.RS256)
                .generate();
        provider = LoopbackServer.https(
                authority.issue("dns:localhost"), exchange -> exchange.answer(answer(exchange.request())));
        Files.writeString(directory.resolve(".envsync.json"), "{\"project_id\": \"app\"}\n");
        Files.writeString(directory.resolve(".env"), "A=1\n");
        server = BlobServer.start(
                ServerSettings.loopback(StorageSettings.sqlite(data))
                        .tokens(new TokenSettings(
                                Optional.empty(), TokenSettings.DEFAULT_ALGORITHM, List.of(known()), false))
                        .build(),
                InstantSource.system());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        provider.close();
    }

    private String issuer() {
        return "https://localhost:" + provider.port();
    }

    private IdentityProvider known() {
        return new IdentityProvider(
                issuer(),
                "client-7",
                List.of("email"),
                List.of("projects"),
                "role",
                Optional.of("developer"),
                List.of("app"),
                Map.of(),
                Optional.of("client-7"),
                Optional.empty(),
                Map.of("SSL_CERT_FILE", authorities.toString()));
    }

    private Answer answer(ReceivedRequest request) {
        return switch (request.path()) {
            case "/.well-known/openid-configuration" ->
                Answer.json(
                        200,
                        "{\"issuer\":\"" + issuer() + "\",\"jwks_uri\":\"" + issuer()
                                + "/keys\",\"token_endpoint\":\"" + issuer()
                                + "/token\",\"device_authorization_endpoint\":\"" + issuer() + "/device\"}");
            case "/keys" -> Answer.json(200, new JWKSet(key.toPublicJWK()).toString());
            case "/device" ->
                Answer.json(
                        200,
                        "{\"device_code\":\"d-1\",\"user_code\":\"WDJB-MJHT\",\"verification_uri\":\"" + issuer()
                                + "/enter\",\"expires_in\":600}");
            case "/token" -> Answer.json(200, "{\"id_token\":\"" + token() + "\"}");
            default -> Answer.of(404);
        };
    }

    private String token() {
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(),
                new Payload("{\"iss\":\"" + issuer() + "\",\"aud\":\"client-7\",\"email\":\"ada@acme.com\","
                        + "\"email_verified\":true,\"exp\":"
                        + Instant.now().plusSeconds(3600).getEpochSecond() + "}"));
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private CliRun.Result run(String token, String... line) {
        CliRun cli = new CliRun(directory)
                .env("ENVSYNC_API", server.address().toString())
                .env("ENVSYNC_PASS", "tea-kettle lantern 42")
                .env("SSL_CERT_FILE", authorities.toString());
        if (!token.isEmpty()) {
            cli.env("ENVSYNC_TOKEN", token);
        }
        return cli.run(line);
    }

    @Test
    void theTokenOfTheProviderIsPrintedAloneAndTheServerTakesIt() {
        CliRun.Result login = run("", "envsync", "login");
        assertThat(login.exit()).as(login.err()).isZero();
        assertThat(login.err())
                .contains("Open " + issuer() + "/enter and type the code WDJB-MJHT", "It expires at ")
                .doesNotContain(login.out().strip());
        assertThat(login.out().lines()).hasSize(1);

        CliRun.Result pushed = run(login.out().strip(), "envsync", "push", "--branch", "main");
        assertThat(pushed.exit()).as(pushed.err()).isZero();
        assertThat(pushed.out()).startsWith("✓ Pushed 1 keys to main\n");
        assertThat(run(login.out().strip(), "envsync", "versions", "--branch", "main")
                        .out())
                .contains("ada@acme.com");

        assertThat(run("", "envsync", "login", "--issuer", "https://other.example")
                        .err())
                .contains("This server knows no such provider", "--issuer: " + issuer());
    }
}
