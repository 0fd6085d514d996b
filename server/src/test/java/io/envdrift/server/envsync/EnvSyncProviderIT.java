package io.envdrift.server.envsync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.envdrift.base.Secret;
import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.identity.IdentityProvider;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.LoopbackServer;
import io.envdrift.testserver.TestAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of an identity provider: CI signs in with what GitHub or GitLab gives it. */
class EnvSyncProviderIT {
    private static final String GONE = "{\"detail\":\"No env found for this branch\"}";
    private static final String INVALID = "{\"detail\":\"Invalid token\"}";

    private static RSAKey first;
    private static RSAKey evil;
    private static TestAuthority authority;
    private static ServerSocketFactory tls;

    private LoopbackServer provider;
    private LoopbackServer people;
    private BlobServer server;
    private String issuer;
    private volatile String published = "";
    private volatile String keysAt = "";
    private volatile boolean down;
    private volatile CountDownLatch answering = new CountDownLatch(0);
    private volatile Duration ahead = Duration.ZERO;
    /** Stands still: what is asked for once a minute must not depend on how long the test takes. */
    private final Instant begun = Instant.now();

    private final InstantSource clock = () -> begun.plus(ahead);

    /** Once: these cost more than the tests. */
    @BeforeAll
    static void makeKeys(@TempDir Path certificates) throws Exception {
        authority = TestAuthority.in(certificates);
        tls = authority.issue("dns:localhost");
        first = key("k1");
        evil = key("k1");
    }

    private static RSAKey key(String id) throws Exception {
        return new RSAKeyGenerator(2048).keyID(id).algorithm(JWSAlgorithm.RS256).generate();
    }

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        provider = LoopbackServer.https(
                tls,
                exchange -> exchange.answer(answer(issuer, exchange.request().path())));
        issuer = "https://localhost:" + provider.port();
        published = new JWKSet(first.toPublicJWK()).toString();
        Map<String, String> environment =
                Map.of("SSL_CERT_FILE", authority.file().toString());
        people = LoopbackServer.https(
                tls,
                exchange -> exchange.answer(
                        exchange.request().path().equals("/token")
                                ? exchanged(new String(exchange.request().body(), UTF_8))
                                : answer(
                                        "https://localhost:" + people.port(),
                                        exchange.request().path())));
        IdentityProvider forPeople = new IdentityProvider(
                "https://localhost:" + people.port(),
                "client-7",
                List.of("email", "sub"),
                List.of("groups"),
                "role",
                Optional.of("readonly"),
                List.of("acme/app"),
                Map.of(),
                Optional.of("client-7"),
                Optional.empty(),
                environment);
        IdentityProvider settings = new IdentityProvider(
                issuer,
                "envsync",
                List.of("sub"),
                List.of("repository"),
                "role",
                Optional.of("developer"),
                List.of(),
                Map.of("repository_owner", "acme"),
                Optional.empty(),
                Optional.empty(),
                environment);
        server = BlobServer.start(
                EnvSyncServers.reachable(
                        Store.SQLITE.fresh(directory),
                        new TokenSettings(
                                Optional.of(Secret.of(EnvSyncUser.SECRET)),
                                "HS256",
                                List.of(settings, forPeople),
                                false)),
                clock);
    }

    private Answer answer(String of, String path) {
        await(answering);
        if (down) {
            return Answer.of(500);
        }
        return path.startsWith("/.well-known/openid-configuration")
                ? Answer.json(
                        200,
                        "{\"issuer\":\"" + of + "\",\"jwks_uri\":\"" + (keysAt.isEmpty() ? of + "/keys" : keysAt)
                                + "\","
                                + "\"authorization_endpoint\":\"" + of + "/authorize\",\"token_endpoint\":\"" + of
                                + "/token\"}")
                : Answer.json(200, published);
    }

    private static Answer exchanged(String form) {
        boolean good =
                form.equals("grant_type=authorization_code&code=c%2B1&redirect_uri=http%3A%2F%2Flocalhost%2Fui%2F"
                        + "callback.html&client_id=client-7&code_verifier=v-1");
        return good
                ? Answer.json(200, "{\"access_token\":\"a\",\"id_token\":\"i.d.t\"}")
                : Answer.json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"<b>secret</b>\"}");
    }

    @Test
    void thePageSignsPeopleInWithACode() {
        EnvSyncUser page = new EnvSyncUser(server.address(), "");
        String issued = "https://localhost:" + people.port();
        assertThat(page.get("/api/v1/envsync/-/login").body())
                .isEqualTo("{\"providers\":[{\"issuer\":\"" + issued + "\",\"client_id\":\"client-7\","
                        + "\"authorization_endpoint\":\"" + issued + "/authorize\"}]}");
        String path = "/api/v1/envsync/-/login/token";
        Map<String, String> good = Map.of(
                "issuer",
                issued,
                "code",
                "c+1",
                "verifier",
                "v-1",
                "redirect_uri",
                "http://localhost/ui/callback.html");
        EnvSyncContract.is(page.post(path, good), 200, "{\"id_token\":\"i.d.t\"}");
        Map<String, String> stolen = new HashMap<>(good);
        stolen.put("verifier", "another");
        EnvSyncContract.is(
                page.post(path, stolen), 401, "{\"detail\":\"The identity provider refused: invalid_grant\"}");
        Map<String, String> elsewhere = new HashMap<>(good);
        elsewhere.put("issuer", issuer);
        assertThat(page.post(path, elsewhere).statusCode()).isEqualTo(404);
        assertThat(page.post(path, Map.of("issuer", issued)).statusCode()).isEqualTo(422);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        provider.close();
        people.close();
    }

    private String claims(String change) {
        long now = clock.instant().getEpochSecond();
        return "{\"iss\":\"" + issuer + "\",\"aud\":\"envsync\",\"sub\":\"repo:acme/app:ref:refs/heads/main\","
                + "\"repository\":\"acme/app\",\"repository_owner\":\"acme\",\"iat\":" + now + ",\"exp\":" + (now + 300)
                + change + "}";
    }

    private static String sign(JWK key, JWSAlgorithm algorithm, String kid, String payload) throws Exception {
        JWSHeader header = new JWSHeader.Builder(algorithm).keyID(kid).build();
        JWSObject token = new JWSObject(header, new Payload(payload));
        JWSSigner signer = key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key);
        token.sign(signer);
        return token.serialize();
    }

    private void expect(int status, String token) {
        String body = status == 404 ? GONE : INVALID;
        EnvSyncContract.is(new EnvSyncUser(server.address(), token).pull("acme/app", "main"), status, body);
    }

    @Test
    void aJobSignsInWithTheProvidersTokenAndNoStoredSecret() throws Exception {
        EnvSyncUser job = new EnvSyncUser(server.address(), sign(first, JWSAlgorithm.RS256, "k1", claims("")));
        assertThat(job.push("acme/app", "main", "c").statusCode()).isEqualTo(200);
        assertThat(job.pull("acme/app", "main").body()).contains("\"pushed_by\":\"repo:acme/app:ref:refs/heads/main\"");
        EnvSyncContract.is(job.pull("acme/other", "main"), 403, "{\"detail\":\"No read access to this project\"}");
        assertThat(provider.requests()).as("discovery and keys, once").hasSize(2);
    }

    @Test
    void everyClaimCounts() throws Exception {
        for (String change : List.of(
                ",\"aud\":\"other\"",
                ",\"aud\":[\"x\"]",
                ",\"aud\":null",
                ",\"exp\":1700000000",
                ",\"exp\":null",
                ",\"nbf\":4102444800",
                ",\"iat\":4102444800",
                ",\"repository_owner\":\"evil\"",
                ",\"repository_owner\":[\"acme\"]",
                ",\"role\":\"admin\"",
                ",\"sub\":7",
                ",\"iss\":\"https://evil.example.com\"")) {
            expect(401, sign(first, JWSAlgorithm.RS256, "k1", claims(change)));
        }
        expect(404, sign(first, JWSAlgorithm.RS256, "k1", claims(",\"aud\":[\"x\",\"envsync\"]")));
        expect(404, sign(first, JWSAlgorithm.RS256, "k1", claims(",\"role\":\"readonly\"")));
        String endless = claims("").replaceAll(",\"exp\":\\d+", "");
        expect(401, sign(first, JWSAlgorithm.RS256, "k1", endless));
    }

    @Test
    void onlyTheProvidersKeysCountWhateverAHeaderSays() throws Exception {
        expect(401, sign(evil, JWSAlgorithm.RS256, "k1", claims("")));
        JWSObject embedded = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("k1")
                        .jwk(evil.toPublicJWK())
                        .jwkURL(new java.net.URI("https://evil.example.com/keys"))
                        .build(),
                new Payload(claims("")));
        embedded.sign(new RSASSASigner(evil));
        expect(401, embedded.serialize());
        JWSObject anonymous = new JWSObject(new JWSHeader.Builder(JWSAlgorithm.RS256).build(), new Payload(claims("")));
        anonymous.sign(new RSASSASigner(first));
        expect(401, anonymous.serialize());
        expect(401, sign(first, JWSAlgorithm.PS256, "k1", claims("")));
        JWSObject confused = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), new Payload(claims("")));
        confused.sign(new MACSigner(first.toPublicJWK().toJSONString().getBytes(UTF_8)));
        expect(401, confused.serialize());
    }

    @Test
    void aNewKeyIsFoundButAskedForOnceAMinuteAndAnOutageStopsNobody() throws Exception {
        expect(404, sign(first, JWSAlgorithm.RS256, "k1", claims("")));
        ECKey second = new ECKeyGenerator(Curve.P_256)
                .keyID("k2")
                .algorithm(JWSAlgorithm.ES256)
                .generate();
        published = new JWKSet(List.of(first.toPublicJWK(), second.toPublicJWK())).toString();
        expect(401, sign(second, JWSAlgorithm.ES256, "k2", claims("")));
        int asked = provider.requests().size();
        for (int i = 0; i < 20; i++) {
            expect(401, sign(second, JWSAlgorithm.ES256, "unknown" + i, claims("")));
        }
        assertThat(provider.requests())
                .as("strangers cannot make the server ask")
                .hasSize(asked);
        ahead = ahead.plusSeconds(61);
        expect(404, sign(second, JWSAlgorithm.ES256, "k2", claims("")));
        down = true;
        ahead = ahead.plus(Duration.ofHours(2));
        expect(404, sign(first, JWSAlgorithm.RS256, "k1", claims("")));
        down = false;
        published = new JWKSet(second.toPublicJWK()).toString();
        ahead = ahead.plus(Duration.ofHours(2));
        expect(404, sign(second, JWSAlgorithm.ES256, "k2", claims("")));
        expect(401, sign(first, JWSAlgorithm.RS256, "k1", claims("")));
    }

    /** RFC 7517, sections 4.5 and 5: what a reader does not understand is passed over, and keys of two kinds may share an id. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kty\":\"EC\",\"crv\":\"P-999\",\"x\":\"AA\",\"y\":\"AA\",\"kid\":\"odd\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\",\"kid\":\"odd\"}",
                "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"kid\":\"odd\"}",
                "{\"kty\":\"AKP\",\"alg\":\"ML-DSA-44\",\"pub\":\"AA\",\"kid\":\"odd\"}",
                "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"use\":\"odd\",\"key_ops\":\"odd\",\"kid\":\"odd\"}",
                "{\"kty\":7}",
                "{}",
                "{\"kty\":null}",
                "{\"kty\":\"RSA\",\"n\":null,\"e\":7,\"kid\":{}}",
                "{\"kty\":\"EC\",\"crv\":null,\"x\":[],\"y\":null}",
                "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"\",\"y\":\"\",\"kid\":\"k1\"}",
                "{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"\",\"kid\":\"k1\"}",
                "{\"kty\":\"RSA\",\"n\":\"AA\",\"e\":\"AA\",\"kid\":\"k1\"}",
                "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"x5c\":[\"AA\"],\"x5u\":\"::\",\"kid\":\"k1\"}",
                "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"x5c\":[null],\"exp\":\"x\",\"kid\":\"k1\"}",
                "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"key_ops\":[null],\"kid\":\"k1\"}",
                "{\"kty\":\"oct\",\"k\":\"AA\",\"kid\":\"k1\"}",
                "{\"kty\":\"oct\",\"k\":\"AA\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\",\"kid\":\"k1\"}"
            })
    void anOddKeyInTheSetStopsNobody(String odd) throws Exception {
        String good = first.toPublicJWK().toJSONString();
        published = "{\"keys\":[" + odd + "," + good + "]}";
        expect(404, sign(first, JWSAlgorithm.RS256, "k1", claims("")));
        published = "{\"keys\":[" + good + "," + odd + "]}";
        ahead = Duration.ofHours(2);
        expect(404, sign(first, JWSAlgorithm.RS256, "k1", claims("")));
    }

    @Test
    void keysAreOfOneKindAndForSignatures() throws Exception {
        ECKey curve = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        RSAKey sealing = new RSAKey.Builder(evil)
                .keyUse(KeyUse.ENCRYPTION)
                .algorithm(null)
                .build();
        published = new JWKSet(List.of(curve.toPublicJWK(), sealing.toPublicJWK(), first.toPublicJWK())).toString();
        expect(404, sign(curve, JWSAlgorithm.ES256, "k1", claims("")));
        expect(404, sign(first, JWSAlgorithm.RS256, "k1", claims("")));
        expect(401, sign(evil, JWSAlgorithm.RS256, "k1", claims("")));
    }

    @Test
    void ofTwoKeysOfOneIdEitherSigns() throws Exception {
        published = new JWKSet(List.of(evil.toPublicJWK(), first.toPublicJWK())).toString();
        expect(404, sign(evil, JWSAlgorithm.RS256, "k1", claims("")));
        expect(404, sign(first, JWSAlgorithm.RS256, "k1", claims("")));
    }

    @Test
    void whatIsNoSetOfKeysIsNoOutage() throws Exception {
        expect(404, sign(first, JWSAlgorithm.RS256, "k1", claims("")));
        for (String odd : List.of(
                "",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[]",
                "null",
                "{\"keys\":null}",
                "{\"keys\":[7]}",
                "{\"keys\":[null]}")) {
            published = odd;
            ahead = ahead.plus(Duration.ofHours(2));
            expect(404, sign(first, JWSAlgorithm.RS256, "k1", claims("")));
        }
    }

    @Test
    void keysComeOverHttpsAlone() throws Exception {
        for (String odd : List.of(
                "http://localhost:" + provider.port() + "/keys",
                "/keys",
                "mailto:keys@example.com",
                "https:keys",
                "https://",
                "https:///keys",
                "https://localhost:99999/keys",
                "file:///etc/passwd")) {
            keysAt = odd;
            ahead = ahead.plus(Duration.ofHours(2));
            expect(401, sign(first, JWSAlgorithm.RS256, "k1", claims("")));
        }
        assertThat(provider.requests())
                .extracting(request -> request.path())
                .containsOnly("/.well-known/openid-configuration");
    }

    /** SEC-A4: anybody may name a key that is not there, and a provider may be slow to say so. */
    @Test
    void SEC_A4_aStrangersKeyKeepsNobodyWaitingForTheProvider() throws Exception {
        String good = sign(first, JWSAlgorithm.RS256, "k1", claims(""));
        expect(404, good);
        int asked = provider.requests().size();
        ahead = Duration.ofMinutes(2);
        answering = new CountDownLatch(1);
        String strange = sign(first, JWSAlgorithm.RS256, "nowhere", claims(""));
        CompletableFuture<Void> stranger = CompletableFuture.runAsync(() -> expect(401, strange));
        while (provider.requests().size() == asked && !stranger.isDone()) {
            Thread.onSpinWait();
        }

        expect(404, good);

        assertThat(stranger).isNotDone();
        answering.countDown();
        stranger.get(1, TimeUnit.MINUTES);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void peopleHaveAProviderOfTheirOwnBesideTheJobs() throws Exception {
        String theirs = claims("").replace(issuer, "https://localhost:" + people.port());
        String ada = theirs.replace("\"aud\":\"envsync\"", "\"aud\":\"client-7\",\"email\":\"ada@acme.com\"");
        expect(404, sign(first, JWSAlgorithm.RS256, "k1", ada));
        EnvSyncUser reader = new EnvSyncUser(server.address(), sign(first, JWSAlgorithm.RS256, "k1", ada));
        EnvSyncContract.is(
                reader.push("acme/app", "main", "c"), 403, "{\"detail\":\"No write access to this project\"}");
        EnvSyncContract.is(reader.pull("acme/other", "main"), 403, "{\"detail\":\"No read access to this project\"}");
        EnvSyncContract.is(
                reader.get("/api/v1/envsync/-/caller"),
                200,
                "{\"email\":\"ada@acme.com\",\"role\":\"readonly\",\"projects\":[\"acme/app\"],\"everywhere\":false}");
        EnvSyncContract.is(new EnvSyncUser(server.address(), "x").get("/api/v1/envsync/-/caller"), 401, INVALID);
        expect(404, sign(first, JWSAlgorithm.RS256, "k1", with(ada, ",\"email_verified\":true")));
        expect(401, sign(first, JWSAlgorithm.RS256, "k1", with(ada, ",\"email_verified\":false")));
        expect(401, sign(first, JWSAlgorithm.RS256, "k1", theirs));
        expect(401, sign(first, JWSAlgorithm.RS256, "k1", ada.replace(":" + people.port(), ":" + provider.port())));
        assertThat(new EnvSyncUser(server.address(), "x").raw("GET", "/api/v1/envsync/-/login", ""))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("{\"providers\":[{\"issuer\":\"https://localhost:" + people.port()
                        + "\",\"client_id\":\"client-7\",\"authorization_endpoint\":\"https://localhost:"
                        + people.port() + "/authorize\"}]}");
    }

    private static String with(String claims, String more) {
        return claims.substring(0, claims.length() - 1) + more + "}";
    }

    @Test
    void theServersOwnTokensWorkBesideIt() {
        String own = EnvSyncUser.token(
                "{\"email\":\"ada\",\"role\":\"owner\",\"exp\":4102444800,\"iss\":\"" + issuer + "\"}");
        expect(404, own);
    }
}
