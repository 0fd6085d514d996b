package io.envdrift.server.envsync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.Payload;
import io.envdrift.json.JsonObject;
import io.envdrift.server.EnvSyncServers.Store;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The part of {@link EnvSyncContract} about who calls: header, token, claims, and the order of the checks. */
abstract class EnvSyncCallersContract extends EnvSyncScene {
    EnvSyncCallersContract(Store store) {
        super(store);
    }

    @Test
    void theOrderOfChecksIsTokenThenRightThenBodyThenExistence() {
        String bad = "{";
        is(new EnvSyncUser(address, "").post("/env/app/main", bad), 401, "{\"detail\":\"Authentication required\"}");
        is(new EnvSyncUser(address, "x").post("/env/app/main", bad), 401, "{\"detail\":\"Invalid token\"}");
        is(rita.post("/env/app/main", bad), 403, "{\"detail\":\"No write access to this project\"}");
        is(dan.post("/env/other/main", bad), 403, "{\"detail\":\"No write access to this project\"}");
        assertThat(dan.post("/env/app/main", bad).statusCode()).isEqualTo(422);
        ada.push("secret-project", "main", "c");
        is(dan.pull("secret-project", "main"), 403, "{\"detail\":\"No read access to this project\"}");
        is(dan.pull("no-such-project", "main"), 403, "{\"detail\":\"No read access to this project\"}");
        is(dan.get("/env/secret-project/main/diff"), 403, "{\"detail\":\"No read access to this project\"}");
        is(rita.pull("app", "never"), 404, GONE);
    }

    @ParameterizedTest
    @CsvSource({
        "'', Authentication required",
        "Basic abc, Authentication required",
        "'Bearer ', Authentication required",
        "'Bearer\tTOKEN', Authentication required",
        "TOKEN x, Authentication required",
        "Bearer Bearer TOKEN, Invalid token",
        "Bearer TOKENx, Invalid token",
        "bearer TOKEN, ok",
        "'BEARER    TOKEN   ', ok"
    })
    void theHeaderIsReadAsTheOriginalDoes(String header, String expected) {
        String request = "GET /env/app/none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + (header.isEmpty() ? "" : "Authorization: " + header.replace("TOKEN", ada.token()) + "\r\n") + "\r\n";
        String answer = exchange(request);
        if (expected.equals("ok")) {
            assertThat(answer).startsWith("HTTP/1.1 404 ").endsWith(GONE);
        } else {
            assertThat(answer).startsWith("HTTP/1.1 401 ").endsWith("{\"detail\":\"" + expected + "\"}");
        }
    }

    @Test
    void ofTwoHeadersTheFirstCountsAndNeitherQueryNorCookieDoes() {
        String head = "GET /env/app/none?token=" + ada.token()
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: token=" + ada.token() + "\r\n";
        String good = "Authorization: Bearer " + ada.token() + "\r\n";
        String bad = "Authorization: Bearer x\r\n";
        assertThat(exchange(head + good + bad + "\r\n")).startsWith("HTTP/1.1 404 ");
        assertThat(exchange(head + bad + good + "\r\n")).startsWith("HTTP/1.1 401 ");
        assertThat(exchange(head + "\r\n")).startsWith("HTTP/1.1 401 ");
    }

    private String exchange(String request) {
        try (java.net.Socket socket = new java.net.Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void tokensAreTakenAsTheOriginalTookThem() throws Exception {
        List<JsonObject> vectors;
        try (InputStream json = EnvSyncScene.class.getResourceAsStream("/envsync-tokens.json")) {
            vectors = JSON.object(Objects.requireNonNull(json).readAllBytes()).requireObjects("jwt");
        }
        assertThat(vectors).hasSize(49);
        for (int i = 0; i < vectors.size(); i++) {
            JsonObject vector = vectors.get(i);
            String name = vector.requireText("case");
            JsonObject original = vector.object("backend").orElseThrow();
            EnvSyncUser user = new EnvSyncUser(address, "Bearer " + vector.requireText("token"));
            HttpResponse<String> read = user.get("/env/app-backend/absent");
            assertThat(read.body()).as(name).isEqualTo("{\"detail\":\"" + vector.requireText("detail_of_read") + "\"}");
            assertThat((long) read.statusCode()).as(name).isEqualTo(original.requireWhole("read_app_backend"));
            assertThat((long) user.push("app-backend", "v" + i, "c").statusCode())
                    .as(name)
                    .isEqualTo(original.requireWhole("write_app_backend"));
            assertThat((long) user.pull("unlisted", "absent").statusCode())
                    .as(name)
                    .isEqualTo(original.requireWhole("read_unlisted"));
            assertThat((long) user.push("unlisted", "v" + i, "c").statusCode())
                    .as(name)
                    .isEqualTo(original.requireWhole("write_unlisted"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"email\":\"a\",\"role\":\"readonly\",\"role\":\"owner\"}|404",
                "{\"email\":\"a\",\"role\":\"owner\",\"role\":\"readonly\"}|403",
                "{\"email\":\"a\",\"role\":\"owner\",\"exp\":\"4102444800\"}|404",
                "{\"email\":\"a\",\"role\":\"owner\",\"exp\":4102444800.9}|404",
                "{\"email\":\"a\",\"role\":\"owner\",\"exp\":1e400}|401",
                "{\"email\":\"a\",\"role\":\"owner\",\"exp\":true}|401",
                "{\"email\":\"a\",\"role\":\"owner\",\"iat\":\"1700000000\"}|401",
                "{\"email\":\"a\",\"role\":\"owner\",\"iat\":null}|401",
                "{\"email\":\"a\",\"role\":\"owner\",\"aud\":null}|401",
                "{\"email\":\"a\",\"role\":\"owner\",\"jti\":7}|401",
                "{\"email\":\"a\",\"role\":\"owner\",\"sub\":null}|401",
                "{\"email\":7,\"role\":\"owner\"}|404",
                "{\"email\":[\"a\"],\"role\":\"owner\"}|404",
                "{\"email\":\" \",\"role\":\"owner\"}|404",
                "{\"email\":0,\"role\":\"owner\"}|401",
                "{\"email\":0e99999999999,\"role\":\"owner\"}|401",
                "{\"email\":\"\\ud800\",\"role\":\"owner\"}|401",
                "{\"email\":\"a\\nb\",\"role\":\"owner\"}|401",
                "{\"email\":\"a\",\"role\":\"owner\",\"jti\":\"\\u0000\"}|401",
                "{\"email\":\"a\",\"project_ids\":[5]}|403",
                "{\"email\":\"a\",\"project_ids\":[\"app-backend\",5]}|404",
                "{\"email\":\"a\",\"project_ids\":0,\"projects\":[\"app-backend\"]}|404",
                "{\"email\":\"a\",\"project_ids\":[\"APP-BACKEND\",\"*\",\"app\"]}|403",
                "{\"email\":\"a\",\"project_ids\":[null]}|401",
                "{\"email\":\"a\",\"role\":\"owner\",\"project_ids\":\"x\"}|401",
                "[]|401",
                "{\"email\":\"a\",\"role\":\"owner\"} x|401"
            })
    void oddClaims(String payload, int status) {
        EnvSyncUser user = new EnvSyncUser(address, EnvSyncUser.token(payload));
        assertThat(user.pull("app-backend", "absent").statusCode()).isEqualTo(status);
    }

    @Test
    void aPayloadThatIsNoUtf8IsNoJsonObject() {
        // Read leniently, two payloads that differ in such a byte would name one person.
        byte[] payload = "{\"email\":\"\u00e9\",\"role\":\"owner\"}".getBytes(ISO_8859_1);
        EnvSyncUser user = new EnvSyncUser(address, EnvSyncUser.token(new Payload(payload)));
        is(user.pull("app-backend", "absent"), 401, "{\"detail\":\"Invalid token\"}");
    }
}
