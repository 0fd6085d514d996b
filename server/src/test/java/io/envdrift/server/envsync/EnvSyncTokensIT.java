package io.envdrift.server.envsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import io.envdrift.json.JsonObject;
import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.HeldDatabase;
import io.envdrift.server.ServedApi;
import io.envdrift.server.api.envsync.TokenDesk;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.operate.Rekey;
import io.envdrift.server.operate.Storage;
import io.envdrift.server.store.StorageSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where tokens come from and how they end. */
class EnvSyncTokensIT {
    private static final String GONE = "{\"detail\":\"No env found for this branch\"}";
    private static final String INVALID = "{\"detail\":\"Invalid token\"}";
    private static final Secret NEW_MASTER_KEY = Secret.of("ab".repeat(32));

    @TempDir
    Path directory;

    private final List<BlobServer> servers = new ArrayList<>();
    private volatile Duration ahead = Duration.ZERO;
    private final InstantSource clock = () -> Instant.now().plus(ahead);

    @AfterEach
    void stop() {
        servers.forEach(BlobServer::close);
    }

    private BlobServer start(StorageSettings storage, TokenSettings tokens) {
        BlobServer server = BlobServer.start(EnvSyncServers.reachable(storage, tokens), clock);
        servers.add(server);
        return server;
    }

    private void stop(BlobServer server) {
        server.close();
        servers.remove(server);
    }

    private TokenDesk.Handed issue(
            StorageSettings storage, TokenSettings tokens, String email, String role, String... projects) {
        try (Storage opened = Storage.openBeside(storage, new SimpleMeterRegistry())) {
            return new TokenDesk(opened.database(), opened.masterKey(), tokens, clock)
                    .issue(email, role, List.of(projects), 90);
        }
    }

    private EnvSyncUser user(BlobServer server, String payload) {
        return new EnvSyncUser(server.address(), EnvSyncUser.token(payload));
    }

    private static JsonObject json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return EnvSyncContract.JSON.object(answer.body());
    }

    @ParameterizedTest
    @EnumSource
    void withoutAKeyThereIsNoEnvSyncAndTheCommandMakesOneThatIsSealed(Store store) throws Exception {
        StorageSettings storage = store.fresh(directory);
        BlobServer first = start(storage, TokenSettings.none());
        assertThat(new EnvSyncUser(first.address(), "x").get("/env/p/main").body())
                .isEqualTo("{\"error\":\"Not found\"}");
        TokenDesk.Handed owner = issue(storage, TokenSettings.none(), "ada@example.com", "owner");
        assertThat(owner.madeKey()).isTrue();
        assertThat(issue(storage, TokenSettings.none(), "dan@example.com", "developer", "app")
                        .madeKey())
                .isFalse();
        stop(first);
        BlobServer second = start(storage, TokenSettings.none());
        EnvSyncUser ada = new EnvSyncUser(second.address(), owner.token().reveal());
        assertThat(ada.push("app", "main", "kept").statusCode()).isEqualTo(200);
        stop(second);
        StorageSettings rekeyed = store == Store.SQLITE
                ? storage
                : new StorageSettings(
                        storage.data(),
                        storage.database(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(NEW_MASTER_KEY));
        assertThat(Rekey.run(storage, Optional.of(NEW_MASTER_KEY), ServedApi.allTables()))
                .isEqualTo(1);
        EnvSyncUser later = new EnvSyncUser(start(rekeyed, TokenSettings.none()).address(), ada.token());
        assertThat(later.pull("app", "main").body()).contains("\"kept\"");
    }

    @Test
    void aTokenThatEndsWhileItsPushWaitsPushesNothing() throws Exception {
        StorageSettings storage = Store.SQLITE.fresh(directory);
        BlobServer server = start(storage, EnvSyncServers.secret(EnvSyncUser.SECRET));
        String claims = "\"email\":\"dan@example.com\",\"project_ids\":[\"app\"],\"exp\":"
                + (Instant.now().getEpochSecond() + 3600);
        EnvSyncUser revoked = user(server, "{\"jti\":\"ended\"," + claims + "}");
        EnvSyncUser expired = user(server, "{" + claims + "}");
        assertThat(revoked.push("app", "main", "kept").statusCode()).isEqualTo(200);
        assertRefusedAfter(
                storage,
                revoked,
                held -> held.run(
                        "INSERT INTO envsync_tokens (jti, email, role, projects, issued_by, issued_at, expires_at,"
                                + " revoked_at) VALUES ('ended', '', '', '[]', 'x', '', '', '2026')"));
        assertRefusedAfter(storage, expired, held -> ahead = Duration.ofHours(1));
        ahead = Duration.ZERO;
        assertThat(expired.pull("app", "main").body()).contains("\"kept\"", "\"version\":1");
    }

    private interface Meanwhile {
        void happens(HeldDatabase held) throws SQLException;
    }

    private static void assertRefusedAfter(StorageSettings storage, EnvSyncUser user, Meanwhile meanwhile)
            throws Exception {
        CompletableFuture<HttpResponse<String>> waiting;
        try (HeldDatabase held = HeldDatabase.of(storage)) {
            waiting = CompletableFuture.supplyAsync(() -> user.push("app", "main", "lost"));
            held.awaitChange(waiting);
            meanwhile.happens(held);
        }
        EnvSyncContract.is(waiting.get(1, TimeUnit.MINUTES), 401, INVALID);
    }

    @ParameterizedTest
    @EnumSource
    void aRevokedTokenIsRefusedAtOnce(Store store) {
        StorageSettings storage = store.fresh(directory);
        TokenSettings key = EnvSyncServers.secret(EnvSyncUser.SECRET);
        BlobServer server = start(storage, key);
        EnvSyncUser ada = new EnvSyncUser(
                server.address(),
                issue(storage, key, "ada@example.com", "owner", "app").token().reveal());
        String tokens = "/api/v1/envsync/app/tokens";
        JsonObject issued = json(ada.post(tokens, Map.of("email", "dan@example.com", "role", "developer", "days", 3)));
        EnvSyncUser dan = new EnvSyncUser(server.address(), issued.requireText("token"));
        EnvSyncContract.is(dan.pull("app", "main"), 404, GONE);
        EnvSyncContract.is(dan.pull("other", "main"), 403, "{\"detail\":\"No read access to this project\"}");
        EnvSyncContract.is(
                dan.post(tokens, Map.of("email", "x", "role", "owner", "days", 3)),
                403,
                "{\"detail\":\"Only an owner of the project may do this\"}");
        EnvSyncContract.is(
                dan.push("app", "main", "c"), 200, "{\"version\":1,\"message\":\"Env pushed successfully\"}");
        String jti = issued.requireText("jti");
        assertThat(ada.get(tokens).body()).contains("{\"jti\":\"" + jti + "\",\"email\":\"dan@example.com\"");
        EnvSyncContract.is(
                ada.send("DELETE", tokens + "/unknown", "", ""), 404, "{\"detail\":\"No such token of this project\"}");
        EnvSyncContract.is(
                ada.send("DELETE", tokens + "/" + jti, "", ""),
                200,
                "{\"message\":\"Token revoked\",\"already_revoked\":false}");
        EnvSyncContract.is(
                ada.send("DELETE", tokens + "/" + jti, "", ""),
                200,
                "{\"message\":\"Token was revoked already\",\"already_revoked\":true}");
        EnvSyncContract.is(dan.pull("app", "main"), 401, INVALID);
        // A moment after a good push, too, and before anything else is said: of the body, of the project.
        EnvSyncContract.is(dan.push("app", "main", "c"), 401, INVALID);
        EnvSyncContract.is(dan.send("POST", "/env/app/main", "{", "application/json"), 401, INVALID);
        EnvSyncContract.is(dan.push("other", "main", "c"), 401, INVALID);
        EnvSyncContract.is(dan.push("app", "..", "c"), 401, INVALID);
        assertThat(ada.get(tokens).body()).contains("\"revoked\":true").doesNotContain(dan.token());
    }

    @Test
    void theOperatorRevokesWhatWasIssuedAndWhatIsVouchedFor() {
        StorageSettings storage = Store.SQLITE.fresh(directory);
        TokenSettings key = EnvSyncServers.secret(EnvSyncUser.SECRET);
        try (Storage opened = Storage.openBeside(storage, new SimpleMeterRegistry())) {
            TokenDesk desk = new TokenDesk(opened.database(), opened.masterKey(), key, clock);
            String jti =
                    desk.issue("ada@example.com", "owner", List.of("app"), 90).jti();
            assertThatThrownBy(() -> desk.revoke(jti + "x", false))
                    .isInstanceOf(EnvdriftException.class)
                    .hasMessageContaining("nothing was revoked");
            assertThat(desk.lines()).singleElement().asString().endsWith("\tvalid");
            ahead = Duration.ofDays(91);
            assertThat(desk.lines()).singleElement().asString().endsWith("\texpired");
            assertThat(desk.revoke(jti, false)).isTrue();
            assertThat(desk.revoke(jti, false)).isFalse();
            assertThat(desk.lines()).singleElement().asString().endsWith("\trevoked");
            assertThat(desk.revoke("made-elsewhere", true)).isTrue();
            assertThat(desk.revoke("made-elsewhere", false)).isFalse();
        }
    }

    @Test
    void nobodyGivesOrTakesMoreThanTheyHave() {
        StorageSettings storage = Store.SQLITE.fresh(directory);
        TokenSettings key = EnvSyncServers.secret(EnvSyncUser.SECRET);
        BlobServer server = start(storage, key);
        EnvSyncUser ofApp = new EnvSyncUser(
                server.address(),
                issue(storage, key, "ada@example.com", "owner", "app").token().reveal());
        EnvSyncUser ofAll = new EnvSyncUser(
                server.address(),
                issue(storage, key, "root@example.com", "owner").token().reveal());
        TokenDesk.Handed both = issue(storage, key, "both@example.com", "developer", "app", "other");
        String wanted = "{\"detail\":\"Only an owner of the project may do this\"}";
        EnvSyncContract.is(
                ofApp.post("/api/v1/envsync/other/tokens", Map.of("email", "x", "role", "readonly")), 403, wanted);
        EnvSyncContract.is(ofApp.pull("other", "main"), 403, "{\"detail\":\"No read access to this project\"}");
        EnvSyncContract.is(
                ofApp.send("DELETE", "/api/v1/envsync/app/tokens/" + both.jti(), "", ""),
                404,
                "{\"detail\":\"No such token of this project\"}");
        assertThat(ofAll.send("DELETE", "/api/v1/envsync/app/tokens/" + both.jti(), "", "")
                        .statusCode())
                .isEqualTo(200);
        EnvSyncContract.is(new EnvSyncUser(server.address(), both.token().reveal()).pull("app", "main"), 401, INVALID);
        EnvSyncUser elsewhere =
                user(server, "{\"email\":\"e\",\"role\":\"owner\",\"exp\":4102444800,\"jti\":\"made-elsewhere\"}");
        assertThat(elsewhere.pull("app", "main").statusCode()).isEqualTo(404);
        assertThat(ofApp.send("DELETE", "/api/v1/envsync/app/tokens/made-elsewhere", "", "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(ofAll.send("DELETE", "/api/v1/envsync/app/tokens/made-elsewhere", "", "")
                        .statusCode())
                .as("an id that nobody vouches for may be mistyped")
                .isEqualTo(404);
        String vouched = "/api/v1/envsync/app/tokens/made-elsewhere?issued_elsewhere=true";
        assertThat(ofApp.send("DELETE", vouched, "", "").statusCode()).isEqualTo(404);
        assertThat(ofAll.send("DELETE", vouched, "", "").statusCode()).isEqualTo(200);
        EnvSyncContract.is(elsewhere.pull("app", "main"), 401, INVALID);
        for (Map<String, ?> wish : List.<Map<String, ?>>of(
                Map.of("role", "owner"),
                Map.of("email", "", "role", "owner"),
                Map.of("email", "x", "role", "admin"),
                Map.of("email", "x", "role", "owner", "days", 0),
                Map.of("email", "x", "role", "owner", "days", 9999),
                Map.of("email", "x", "role", "owner", "days", "3"))) {
            assertThat(ofApp.post("/api/v1/envsync/app/tokens", wish).statusCode())
                    .as(wish.toString())
                    .isEqualTo(422);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInviteIsGoodOnceAndForSevenDays(Store store) throws Exception {
        StorageSettings storage = store.fresh(directory);
        TokenSettings key = EnvSyncServers.secret(EnvSyncUser.SECRET);
        BlobServer server = start(storage, key);
        EnvSyncUser ada = new EnvSyncUser(
                server.address(),
                issue(storage, key, "ada@example.com", "owner", "app").token().reveal());
        String invites = "/api/v1/envsync/app/invites";
        String wish = "{\"email\":\"new@example.com\",\"role\":\"readonly\",\"days\":10}";
        String code = json(ada.post(invites, wish)).requireText("code");
        EnvSyncUser nobody = new EnvSyncUser(server.address(), "");
        String gone = "{\"detail\":\"No such invite: it was used, has expired, or is of another project\"}";
        EnvSyncContract.is(nobody.post("/api/v1/envsync/other/invites/accept", Map.of("code", code)), 404, gone);
        EnvSyncContract.is(nobody.post(invites + "/accept", Map.of("code", "0".repeat(64))), 404, gone);
        JsonObject joined = json(nobody.post(invites + "/accept", Map.of("code", code)));
        assertThat(joined.requireText("role")).isEqualTo("readonly");
        EnvSyncUser reader = new EnvSyncUser(server.address(), joined.requireText("token"));
        EnvSyncContract.is(reader.pull("app", "main"), 404, GONE);
        EnvSyncContract.is(nobody.post(invites + "/accept", Map.of("code", code)), 404, gone);
        String late = json(ada.post(invites, wish)).requireText("code");
        List<JsonObject> open = json(ada.get(invites)).requireObjects("invites");
        assertThat(open).as("those that nobody accepted").hasSize(1);
        assertThat(open.getFirst().requireText("email")).isEqualTo("new@example.com");
        assertThat(open.getFirst().requireText("invited_by")).isEqualTo("ada@example.com");
        EnvSyncContract.is(reader.get(invites), 403, "{\"detail\":\"Only an owner of the project may do this\"}");
        String taken = json(ada.post(invites, wish)).requireText("code");
        String id = json(ada.get(invites)).requireObjects("invites").stream()
                .map(each -> each.requireText("id"))
                .filter(each -> !each.equals(open.getFirst().requireText("id")))
                .findFirst()
                .orElseThrow();
        assertThat(taken).doesNotContain(id);
        EnvSyncContract.is(ada.send("DELETE", invites + "/" + id, "", ""), 200, "{\"message\":\"Invite revoked\"}");
        EnvSyncContract.is(ada.send("DELETE", invites + "/" + id, "", ""), 404, gone);
        assertThat(ada.send("DELETE", invites + "/%25", "", "").statusCode()).isEqualTo(422);
        EnvSyncContract.is(nobody.post(invites + "/accept", Map.of("code", taken)), 404, gone);
        EnvSyncContract.is(
                reader.get("/api/v1/envsync/-/caller"),
                200,
                "{\"email\":\"new@example.com\",\"role\":\"readonly\",\"projects\":[\"app\"],\"everywhere\":false}");
        ahead = Duration.ofDays(7).plusSeconds(1);
        EnvSyncContract.is(nobody.post(invites + "/accept", Map.of("code", late)), 404, gone);
        ahead = Duration.ofDays(11);
        EnvSyncContract.is(reader.pull("app", "main"), 401, INVALID);
    }

    @ParameterizedTest
    @CsvSource({"HS384, 48", "HS512, 64"})
    void theAlgorithmIsPinned(String algorithm, int bytes) {
        String secret = "k".repeat(bytes);
        TokenSettings settings = new TokenSettings(Optional.of(Secret.of(secret)), algorithm, List.of(), false);
        BlobServer server = start(Store.SQLITE.fresh(directory), settings);
        String payload = "{\"email\":\"a\",\"role\":\"owner\",\"exp\":4102444800}";
        for (JWSAlgorithm each : List.of(JWSAlgorithm.HS256, JWSAlgorithm.HS384, JWSAlgorithm.HS512)) {
            String token = EnvSyncUser.token(
                    payload,
                    each,
                    "k".repeat(bytes).concat(each.getName().equals(algorithm) ? "" : "k".repeat(64 - bytes)));
            assertThat(new EnvSyncUser(server.address(), token)
                            .pull("p", "main")
                            .statusCode())
                    .as(each.getName())
                    .isEqualTo(each.getName().equals(algorithm) ? 404 : 401);
        }
    }

    @ParameterizedTest
    @CsvSource({"RS256, RSA, 2048", "ES256, EC, 256"})
    void keysInPemIssueAndVerifyAndAPublicOneOnlyVerifies(String algorithm, String kind, int size) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(size);
        KeyPair pair = generator.generateKeyPair();
        String open = pem("PUBLIC KEY", pair.getPublic().getEncoded());
        TokenSettings full = new TokenSettings(
                Optional.of(Secret.of(pem("PRIVATE KEY", pair.getPrivate().getEncoded()) + open)),
                algorithm,
                List.of(),
                false);
        TokenSettings publicOnly = new TokenSettings(Optional.of(Secret.of(open)), algorithm, List.of(), false);
        StorageSettings storage = Store.SQLITE.fresh(directory);
        String token =
                issue(storage, full, "ada@example.com", "owner", "app").token().reveal();
        assertThatThrownBy(() -> issue(storage, publicOnly, "x", "owner"))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("public one");
        EnvSyncUser ada = new EnvSyncUser(start(storage, publicOnly).address(), token);
        EnvSyncContract.is(ada.pull("app", "main"), 404, GONE);
        EnvSyncContract.is(
                ada.post("/api/v1/envsync/app/tokens", Map.of("email", "x", "role", "readonly")),
                501,
                "{\"detail\":\"This server has no key that makes tokens\"}");
        // The public key is no secret, so nobody may use it as one.
        String forged =
                EnvSyncUser.token("{\"email\":\"a\",\"role\":\"owner\",\"exp\":4102444800}", JWSAlgorithm.HS256, open);
        EnvSyncContract.is(new EnvSyncUser(ada.server(), forged).pull("app", "main"), 401, INVALID);
    }

    private static String pem(String name, byte[] der) {
        return "-----BEGIN " + name + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + name
                + "-----\n";
    }

    @ParameterizedTest
    @CsvSource({
        "HS256, dev-secret-change-me, published example",
        "HS256, test-secret-key-32-chars-minimum, published example",
        "HS256, abc, too short for HS256: it has 3 bytes",
        "HS384, vectors-only-secret-of-this-project-42, too short for HS384",
        "HS512, vectors-only-secret-of-this-project-42, too short for HS512",
        "hs256, vectors-only-secret-of-this-project-42, none of HS256",
        "none, vectors-only-secret-of-this-project-42, none of HS256",
        "PS256, vectors-only-secret-of-this-project-42, none of HS256",
        "HS256, -----BEGIN PUBLIC KEY-----MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE, one of a pair",
        "HS512, -----BEGIN CERTIFICATE-----MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMFkwEwYHKoZIzj0CAQ, one of a pair",
        "HS256, ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ, one of a pair",
        "HS256, no-pty ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC, one of a pair",
        "HS256, sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t, one of a pair",
        "HS256, ---- BEGIN SSH2 PUBLIC KEY ---- AAAAB3NzaC1yc2EAAAADAQABAAABgQC, one of a pair",
        "HS256, MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA, one of a pair",
        "HS256, MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC, one of a pair",
        "HS256, MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE, one of a pair",
        "HS256, MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQB, one of a pair",
        "HS256, '{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"x-y-z\"}', one of a pair",
        "RS256, vectors-only-secret-of-this-project-42, no RSA key in PEM",
        "ES256, vectors-only-secret-of-this-project-42, no EC key in PEM"
    })
    void aServerThatOthersCanReachDoesNotStartWithAWeakKey(String algorithm, String secret, String told) {
        TokenSettings settings = new TokenSettings(Optional.of(Secret.of(secret)), algorithm, List.of(), false);
        StorageSettings storage = Store.SQLITE.fresh(directory);
        assertThatThrownBy(() -> start(storage, settings))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining(told)
                .hasMessageNotContaining("vectors-only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-live-4eC39HqLyjWDarjtT1zdp7dcqQ2v", "ssh-ed25519-is-not-what-this-secret-is"})
    void aSecretThatOnlyBeginsLikeAKeyIsTaken(String secret) {
        BlobServer server = start(Store.SQLITE.fresh(directory), EnvSyncServers.secret(secret));
        String token = EnvSyncUser.token(
                "{\"email\":\"a\",\"role\":\"owner\",\"exp\":4102444800}", JWSAlgorithm.HS256, secret);
        EnvSyncContract.is(new EnvSyncUser(server.address(), token).pull("p", "main"), 404, GONE);
    }

    @Test
    void theDocumentsExampleIsTakenOnThisMachineAlone() {
        TokenSettings example = EnvSyncServers.secret("test-secret-key-32-chars-minimum");
        BlobServer server = BlobServer.start(EnvSyncServers.settings(Store.SQLITE.fresh(directory), example), clock);
        servers.add(server);
        URI address = server.address();
        String token = EnvSyncUser.token(
                "{\"sub\":\"you@example.com\",\"role\":\"owner\",\"project_ids\":[\"project-123\"]}",
                JWSAlgorithm.HS256,
                "test-secret-key-32-chars-minimum");
        EnvSyncContract.is(new EnvSyncUser(address, token).pull("project-123", "main"), 404, GONE);
        assertThatThrownBy(() -> BlobServer.start(
                        EnvSyncServers.settings(
                                StorageSettings.sqlite(directory.resolve("other")),
                                EnvSyncServers.secret("dev-secret-change-me")),
                        clock))
                .as("the original's default is never taken")
                .isInstanceOf(EnvdriftException.class);
    }

    @Test
    void whereOthersCanReachTheServerExpiryIsDemandedAndAnOwnersProjectsRestrict() {
        BlobServer server = start(Store.SQLITE.fresh(directory), EnvSyncServers.secret(EnvSyncUser.SECRET));
        EnvSyncContract.is(user(server, "{\"email\":\"a\",\"role\":\"owner\"}").pull("p", "main"), 401, INVALID);
        String exp = "\"exp\":4102444800}";
        EnvSyncContract.is(
                user(server, "{\"email\":\"a\",\"role\":\"owner\"," + exp).pull("p", "main"), 404, GONE);
        EnvSyncUser ofOne = user(server, "{\"email\":\"a\",\"role\":\"owner\",\"project_ids\":[\"p\"]," + exp);
        EnvSyncContract.is(ofOne.pull("p", "main"), 404, GONE);
        EnvSyncContract.is(ofOne.pull("q", "main"), 403, "{\"detail\":\"No read access to this project\"}");
    }

    @Test
    void theDeskRefusesWhatNobodyCouldUse() {
        StorageSettings storage = Store.SQLITE.fresh(directory);
        for (String[] wrong : new String[][] {
            {"", "owner"},
            {"x", "admin"},
            {"x", "developer"},
            {"x\n", "owner"},
            {"x", "owner", ".."},
            {"x", "owner", ""}
        }) {
            assertThatThrownBy(() -> issue(
                            storage,
                            TokenSettings.none(),
                            wrong[0],
                            wrong[1],
                            java.util.Arrays.copyOfRange(wrong, 2, wrong.length)))
                    .isInstanceOf(EnvdriftException.class);
        }
    }
}
