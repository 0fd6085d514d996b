package io.envdrift.server.levels;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.HeldDatabase;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.api.envsync.TokenDesk;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.identity.IdentityProvider;
import io.envdrift.server.operate.Storage;
import io.envdrift.server.store.StorageSettings;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.LoopbackServer;
import io.envdrift.testserver.TestAuthority;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an identity provider at an organization of the levels: members, jobs of CI, and everybody else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LevelsProviderIT {
    private static final ClientKey KEY = new ClientKey("correct horse battery staple");
    private static final String JOB = "repo:acme/app:ref:refs/heads/main";

    private LoopbackServer provider;
    private StorageSettings storage;
    private BlobServer server;
    private LevelsUser ada;
    private LevelsUser stranger;
    private ECKey key;
    private String issuer;
    private volatile Duration ahead = Duration.ZERO;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        TestAuthority authority = TestAuthority.in(directory);
        key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        JWKSet published = new JWKSet(key.toPublicJWK());
        provider = LoopbackServer.https(
                authority.issue("dns:localhost"),
                exchange -> exchange.answer(
                        exchange.request().path().startsWith("/.well-known")
                                ? Answer.json(
                                        200, "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}")
                                : Answer.json(200, published.toString())));
        issuer = "https://localhost:" + provider.port();
        storage = Store.SQLITE.fresh(directory);
        BlobServer before =
                BlobServer.start(EnvSyncServers.settings(storage, TokenSettings.none()), InstantSource.system());
        String organization = LevelsUser.owner(before.address(), "Acme").organization();
        before.close();
        IdentityProvider settings = new IdentityProvider(
                issuer,
                "levels",
                List.of("email", "sub"),
                List.of("projects"),
                "role",
                Optional.empty(),
                List.of(),
                Map.of("tenant", "acme"),
                Optional.empty(),
                Optional.of(organization),
                Map.of("SSL_CERT_FILE", authority.file().toString()));
        server = BlobServer.start(
                ServerSettings.loopback(storage)
                        .tokens(new TokenSettings(Optional.empty(), "HS256", List.of(settings), false))
                        .build(),
                () -> Instant.now().plus(ahead));
        stranger = LevelsUser.owner(server.address(), "Other");
        ada = new LevelsUser(server.address(), organization, token("\"sub\":\"ada\",\"role\":\"owner\""));
        for (String slug : List.of("app", "other")) {
            ada.post("/projects", KEY.members("name", slug, "storage_mode", "client"))
                    .is(201);
            ada.store(slug, KEY.blob("A=1"), "key_proof", KEY.proofV1).is(200);
        }
        ada.post("/app/targets", Map.of("name", "backend")).is(201);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        provider.close();
    }

    private String token(String claims) throws Exception {
        long now = Instant.now().getEpochSecond();
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build(),
                new Payload("{\"iss\":\"" + issuer + "\",\"aud\":\"levels\",\"tenant\":\"acme\",\"iat\":" + now
                        + ",\"exp\":" + (now + 600) + "," + claims + "}"));
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    private LevelsUser holder(String claims) throws Exception {
        return ada.with(token(claims));
    }

    @Test
    void aMemberHasTheRoleOfTheMemberWhateverTheTokenClaims() throws Exception {
        ada.send(
                        "POST",
                        "/api/v1/organizations/" + ada.organization() + "/members",
                        Map.of("email", "Bob@Acme.com", "role", "auditor"))
                .is(201);
        LevelsUser bob = holder("\"email\":\"bob@acme.com\",\"email_verified\":true,\"role\":\"owner\"");
        bob.get("/app/secrets").is(200);
        bob.get("/app/encryption-key").isRefused(403, "insufficient_permissions");
        assertThat(bob.send("GET", "/api/v1/user", null).is(200).body())
                .contains("\"email\":\"bob@acme.com\"", "\"role\":\"auditor\"");
        assertThat(ada.get("/audit").is(200).body()).contains("\"actor\":\"ada\"");
        holder("\"email\":\"bob@acme.com\",\"email_verified\":false")
                .get("/app/secrets")
                .isRefused(401, "unauthenticated");
    }

    @Test
    void aJobIsAMemberBySubjectInWhichLetterCaseCounts() throws Exception {
        ada.send(
                        "POST",
                        "/api/v1/organizations/" + ada.organization() + "/members",
                        Map.of("email", JOB, "role", "api_user"))
                .is(201);
        String release = "repo:Acme/app:environment:Production";
        ada.send(
                        "POST",
                        "/api/v1/organizations/" + ada.organization() + "/members",
                        Map.of("email", release, "role", "api_user"))
                .is(201);
        ada.tokenWith(Map.of("name", "release", "abilities", List.of("secret:read"), "member", release))
                .get("/app/secrets")
                .is(200);
        LevelsUser job = holder("\"sub\":\"" + JOB + "\",\"projects\":[\"app/backend\"]");
        job.get("/app/backend/secrets").is(200);
        job.get("/app/encryption-key").is(200);
        job.get("/other/secrets").isRefused(404, "not_found");
        holder("\"sub\":\"" + JOB.replace("main", "Main") + "\"")
                .get("/app/backend/secrets")
                .isRefused(401, "unauthenticated");
    }

    @Test
    void aTokenThatWasRevokedHereIsRefusedForTheLevelsToo() throws Exception {
        LevelsUser stolen = holder("\"sub\":\"eve\",\"role\":\"owner\",\"jti\":\"stolen\"");
        stolen.get("/app/secrets").is(200);
        try (Storage opened = Storage.openBeside(storage, new SimpleMeterRegistry())) {
            new TokenDesk(opened.database(), opened.masterKey(), TokenSettings.none(), InstantSource.system())
                    .revoke("stolen", true);
        }
        stolen.get("/app/secrets").isRefused(401, "unauthenticated");
        holder("\"sub\":\"eve\",\"role\":\"owner\",\"jti\":\"a\\u0000b\"")
                .get("/app/secrets")
                .isRefused(401, "unauthenticated");
    }

    @Test
    void aTokenThatEndsWhileItsWriteWaitsWritesNothing() throws Exception {
        String before = content(ada);
        LevelsUser revoked = holder("\"sub\":\"eve\",\"role\":\"owner\",\"jti\":\"ended\"");
        assertRefusedAfter(
                revoked,
                held -> held.run(
                        "INSERT INTO envsync_tokens (jti, email, role, projects, issued_by, issued_at, expires_at,"
                                + " revoked_at) VALUES ('ended', '', '', '[]', 'x', '', '', '2026')"));
        LevelsUser expired = holder("\"sub\":\"eve\",\"role\":\"owner\"");
        try {
            assertRefusedAfter(expired, held -> ahead = Duration.ofHours(1));
        } finally {
            ahead = Duration.ZERO;
        }
        assertThat(content(expired)).isEqualTo(before);
    }

    private interface Meanwhile {
        void happens(HeldDatabase held) throws SQLException;
    }

    private void assertRefusedAfter(LevelsUser user, Meanwhile meanwhile) throws Exception {
        CompletableFuture<LevelsUser.Answer> waiting;
        try (HeldDatabase held = HeldDatabase.of(storage)) {
            waiting = CompletableFuture.supplyAsync(() -> user.store("app", KEY.blob("A=3"), "key_proof", KEY.proofV1));
            held.awaitChange(waiting);
            meanwhile.happens(held);
        }
        waiting.get(1, TimeUnit.MINUTES).isRefused(401, "unauthenticated");
    }

    private static String content(LevelsUser user) {
        return user.get("/app/secrets").is(200).level("project").requireText("content");
    }

    @Test
    void somebodyElseHasTheRoleAndTheProjectsOfTheToken() throws Exception {
        LevelsUser reader = holder("\"sub\":\"ci\",\"role\":\"readonly\",\"projects\":\"app\"");
        reader.get("/app/backend/secrets").is(200);
        reader.get("/other/secrets").isRefused(404, "not_found");
        reader.store("app", KEY.blob("A=2"), "key_proof", KEY.proofV1).isRefused(403, "insufficient_permissions");
        holder("\"sub\":\"ci\",\"role\":\"readonly\"").get("/app/secrets").isRefused(404, "not_found");
        holder("\"sub\":\"ci\",\"role\":\"readonly\",\"projects\":[\"../app\",\"\"]")
                .get("/app/secrets")
                .isRefused(404, "not_found");
    }

    @Test
    void nobodyElseGetsInAndNobodyGetsElsewhere() throws Exception {
        for (String claims : List.of(
                "\"sub\":\"x\"",
                "\"sub\":\"x\",\"role\":\"king\"",
                "\"sub\":\"x\",\"role\":7",
                "\"sub\":\"x\",\"role\":\"owner\",\"projects\":7",
                "\"role\":\"owner\"",
                "\"sub\":\"x\",\"role\":\"owner\",\"tenant\":\"evil\"",
                "\"sub\":\"x\",\"role\":\"owner\",\"aud\":\"envsync\"",
                "\"sub\":\"x\",\"role\":\"owner\",\"exp\":1")) {
            holder(claims).get("/projects").isRefused(401, "unauthenticated");
        }
        String good = token("\"sub\":\"x\",\"role\":\"owner\"");
        ada.with(good).get("/projects").is(200);
        ada.with(good.substring(0, good.length() - 4) + "AAAA").get("/projects").isRefused(401, "unauthenticated");
        stranger.with(good).get("/projects").isRefused(404, "not_found");
        assertThat(ada.with(good)
                        .tokenWith(List.of("project:read"))
                        .get("/projects")
                        .status())
                .isEqualTo(200);
    }
}
