package io.envdrift.server.envsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers;
import io.envdrift.server.EnvSyncServers.Store;
import io.envdrift.server.api.envsync.TokenSettings;
import io.envdrift.server.store.Quotas;
import io.envdrift.server.store.StorageSettings;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The original's weaknesses, as far as they are the server's; the numbers are those of their list. */
class EnvSyncImmunityIT {
    private static final String EXP = "\"exp\":4102444800";

    @TempDir
    Path directory;

    private final List<BlobServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(BlobServer::close);
    }

    private BlobServer start(TokenSettings tokens) {
        BlobServer server = BlobServer.start(
                EnvSyncServers.reachable(Store.SQLITE.fresh(directory), tokens), InstantSource.system());
        servers.add(server);
        return server;
    }

    private BlobServer start() {
        return start(EnvSyncServers.secret(EnvSyncUser.SECRET));
    }

    private static EnvSyncUser user(BlobServer server, String claims) {
        return new EnvSyncUser(server.address(), EnvSyncUser.token("{" + claims + "}"));
    }

    private static EnvSyncUser owner(BlobServer server) {
        return user(server, "\"email\":\"ada\",\"role\":\"owner\"," + EXP);
    }

    @Test
    void s01ThePublishedSecretsSignNothing() {
        assertThatThrownBy(() -> start(EnvSyncServers.secret("dev-secret-change-me")))
                .isInstanceOf(EnvdriftException.class);
        String forged = EnvSyncUser.token(
                "{\"email\":\"x\",\"role\":\"owner\"," + EXP + "}",
                JWSAlgorithm.HS256,
                "test-secret-key-32-chars-minimum");
        assertThat(new EnvSyncUser(start().address(), forged).pull("p", "main").statusCode())
                .isEqualTo(401);
    }

    @Test
    void s02ShortSecretsStartNoServer() {
        assertThatThrownBy(() -> start(EnvSyncServers.secret("x".repeat(31)))).isInstanceOf(EnvdriftException.class);
        assertThatThrownBy(() -> start(EnvSyncServers.secret(""))).isInstanceOf(EnvdriftException.class);
    }

    @Test
    void s03TokensExpireAndAreRevoked() {
        BlobServer server = start();
        assertThat(user(server, "\"email\":\"a\",\"role\":\"owner\"")
                        .pull("p", "main")
                        .statusCode())
                .isEqualTo(401);
        EnvSyncUser ci = user(server, "\"email\":\"ci\",\"role\":\"owner\",\"jti\":\"leaked\"," + EXP);
        assertThat(ci.pull("p", "main").statusCode()).isEqualTo(404);
        assertThat(owner(server)
                        .send("DELETE", "/api/v1/envsync/p/tokens/leaked?issued_elsewhere=true", "", "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(ci.pull("p", "main").statusCode()).isEqualTo(401);
    }

    @Test
    void s04AnOwnerOfOneProjectIsNoOwnerOfAnother() {
        EnvSyncUser ofOne = user(start(), "\"email\":\"a\",\"role\":\"owner\",\"project_ids\":[\"mine\"]," + EXP);
        assertThat(ofOne.push("mine", "main", "c").statusCode()).isEqualTo(200);
        assertThat(ofOne.push("theirs", "main", "c").statusCode()).isEqualTo(403);
        assertThat(ofOne.send("DELETE", "/api/v1/envsync/theirs", "", "").statusCode())
                .isEqualTo(403);
    }

    @Test
    void s05WhoVerifiesNeedNotBeAbleToIssue() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(generator.generateKeyPair().getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----";
        BlobServer server = start(new TokenSettings(Optional.of(Secret.of(pem)), "RS256", List.of(), false));
        String forged = EnvSyncUser.token("{\"email\":\"a\",\"role\":\"owner\"," + EXP + "}", JWSAlgorithm.HS256, pem);
        assertThat(new EnvSyncUser(server.address(), forged).pull("p", "main").statusCode())
                .isEqualTo(401);
    }

    @Test
    void s10NoPushIsLostUnseenAndHistoryIsKept() {
        EnvSyncUser ada = owner(start());
        ada.push("p", "main", "one");
        Map<String, ?> stale = Map.of("ciphertext", "two", "key_names", List.of(), "expected_version", 0);
        assertThat(ada.post("/env/p/main", stale).statusCode()).isEqualTo(409);
        ada.push("p", "main", "three");
        assertThat(ada.post("/api/v1/envsync/p/rollback", Map.of("branch", "main", "version", 1))
                        .body())
                .startsWith("{\"version\":3");
        assertThat(ada.pull("p", "main").body()).startsWith("{\"ciphertext\":\"one\"");
    }

    @Test
    void s13ARestartLosesNothingAndVersionsGoOn() {
        StorageSettings storage = StorageSettings.sqlite(directory.resolve("kept"));
        TokenSettings tokens = EnvSyncServers.secret(EnvSyncUser.SECRET);
        try (BlobServer first = BlobServer.start(EnvSyncServers.reachable(storage, tokens), InstantSource.system())) {
            owner(first).push("p", "main", "kept");
        }
        try (BlobServer second = BlobServer.start(EnvSyncServers.reachable(storage, tokens), InstantSource.system())) {
            assertThat(owner(second).pull("p", "main").body()).startsWith("{\"ciphertext\":\"kept\"");
            assertThat(owner(second).push("p", "main", "next").body()).startsWith("{\"version\":2");
        }
    }

    @Test
    void s14SizesNamesProjectsAndFailuresAreLimited() {
        TokenSettings tokens = EnvSyncServers.secret(EnvSyncUser.SECRET);
        BlobServer server = BlobServer.start(
                EnvSyncServers.settings(Store.SQLITE.fresh(directory), tokens, new Quotas(1, 2, 100), 50),
                InstantSource.system());
        servers.add(server);
        EnvSyncUser ada = owner(server);
        assertThat(ada.push("p", "main", "x".repeat(40)).statusCode()).isEqualTo(200);
        EnvSyncContract.is(ada.push("q", "main", "c"), 403, "{\"detail\":\"Project quota reached: 1 projects\"}");
        EnvSyncContract.is(
                ada.push("p", "other", "x".repeat(80)), 403, "{\"detail\":\"Project quota exceeded: 100 bytes\"}");
        ada.push("p", "main", "y".repeat(40));
        assertThat(ada.push("p", "main", "z".repeat(40)).body())
                .as("the oldest makes room")
                .startsWith("{\"version\":3");
        assertThat(ada.push("p", "main", "x".repeat(1 << 20)).statusCode()).isEqualTo(413);
        EnvSyncUser stranger = new EnvSyncUser(server.address(), "x");
        int limited = 0;
        for (int i = 0; i < 200; i++) {
            HttpResponse<String> answer = stranger.pull("p", "main");
            limited += answer.statusCode() == 429 ? 1 : 0;
        }
        assertThat(limited).isGreaterThan(50);
        assertThat(ada.pull("p", "main").statusCode())
                .as("who shows a good token is not counted")
                .isEqualTo(200);
    }

    @Test
    void s15NobodyPoisonsABranch() {
        BlobServer server = start();
        EnvSyncUser ada = owner(server);
        ada.push("p", "main", "good");
        for (String body : List.of(
                "{\"ciphertext\":\"\\ud800\",\"key_names\":[]}",
                "{\"ciphertext\":\"c\",\"key_names\":[\"\\udfff\"]}")) {
            assertThat(ada.post("/env/p/main", body).statusCode()).isEqualTo(422);
        }
        EnvSyncUser odd = user(server, "\"email\":\"\\ud800\",\"role\":\"owner\"," + EXP);
        assertThat(odd.push("p", "main", "c").statusCode()).isEqualTo(401);
        assertThat(ada.pull("p", "main").body()).startsWith("{\"ciphertext\":\"good\"");
        assertThat(ada.get("/env/p/main/diff").statusCode()).isEqualTo(200);
    }

    @Test
    void s16NothingOfABodyIsParsedForAStranger() {
        EnvSyncUser stranger = new EnvSyncUser(start().address(), "");
        for (String body : List.of("{", "[", "{\"ciphertext\":1}", "[".repeat(100_000))) {
            EnvSyncContract.is(stranger.post("/env/p/main", body), 401, "{\"detail\":\"Authentication required\"}");
        }
        for (String path : List.of("/docs", "/redoc", "/openapi.json")) {
            assertThat(stranger.get(path).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void s17AWrongConfigurationStartsNoServer() {
        for (String algorithm : List.of("none", "hs256", "RS256", "ES256", "HS1")) {
            assertThatThrownBy(() -> start(
                            new TokenSettings(Optional.of(Secret.of(EnvSyncUser.SECRET)), algorithm, List.of(), false)))
                    .as(algorithm)
                    .isInstanceOf(EnvdriftException.class);
        }
    }

    @Test
    void s21WhoPushedIsWhatAVerifiedTokenSays() {
        BlobServer server = start();
        EnvSyncUser dan =
                user(server, "\"email\":\"dan@example.com\",\"role\":\"developer\",\"project_ids\":[\"p\"]," + EXP);
        dan.post(
                "/env/p/main",
                "{\"ciphertext\":\"c\",\"key_names\":[],\"pushed_by\":\"ada\",\"pushed_at\":\"1970\",\"version\":99}");
        assertThat(dan.pull("p", "main").body()).contains("\"version\":1,\"pushed_by\":\"dan@example.com\"");
    }
}
