package io.envdrift.server.envsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.server.EnvSyncServers.Store;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of {@link EnvSyncContract} about methods, paths and names in them. */
abstract class EnvSyncPathsContract extends EnvSyncCallersContract {
    EnvSyncPathsContract(Store store) {
        super(store);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /env, 404, '{\"detail\":\"Not Found\"}'",
        "GET, /env/, 404, '{\"detail\":\"Not Found\"}'",
        "GET, /env/p, 404, '{\"detail\":\"Not Found\"}'",
        "GET, /env/p/, 404, '{\"detail\":\"Not Found\"}'",
        "GET, /env/p/x/, 404, '{\"detail\":\"Not Found\"}'",
        "GET, /env//x, 404, '{\"detail\":\"Not Found\"}'",
        "GET, /env/p/x/diff/, 404, '{\"detail\":\"Not Found\"}'",
        "GET, /api/v1/envsync/p/nothing, 404, '{\"detail\":\"Not Found\"}'",
        "PUT, /env/p/x, 405, '{\"detail\":\"Method Not Allowed\"}'",
        "DELETE, /env/p/x, 405, '{\"detail\":\"Method Not Allowed\"}'",
        "OPTIONS, /env/p/x, 405, '{\"detail\":\"Method Not Allowed\"}'",
        "POST, /env/p/x/diff, 405, '{\"detail\":\"Method Not Allowed\"}'",
        "POST, /env/p/a/b/diff, 405, '{\"detail\":\"Method Not Allowed\"}'",
        "GET, /docs, 404, '{\"error\":\"Not found\"}'",
        "GET, /openapi.json, 404, '{\"error\":\"Not found\"}'"
    })
    void unknownPathsAndMethodsAreToldBeforeAnyLookAtTheToken(String method, String path, int status, String body) {
        HttpResponse<String> answer = new EnvSyncUser(address, "").send(method, path, "", "");
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 405) {
            assertThat(answer.headers().firstValue("Allow")).contains(path.endsWith("diff") ? "GET" : "GET, POST");
        }
    }

    @Test
    void headIsAMethodThatIsNotThere() {
        assertThat(ada.send("HEAD", "/env/p/x", "", "").statusCode()).isEqualTo(405);
    }

    @Test
    void branchesWithSlashesExistAndAnEncodedSlashIsTheSame() {
        String project = project();
        is(
                ada.post("/env/" + project + "/feat/auth", EnvSyncUser.body("c1")),
                200,
                "{\"version\":1,\"message\":\"Env pushed successfully\"}");
        assertThat(ada.post("/env/" + project + "/feat%2Fauth", EnvSyncUser.body("c2"))
                        .body())
                .startsWith("{\"version\":2");
        assertThat(ada.get("/env/" + project + "/feat/auth").body()).startsWith("{\"ciphertext\":\"c2\"");
        is(ada.get("/env/" + project + "/feat%252Fauth"), 404, GONE);
        assertThat(ada.post("/env/" + project + "/feat%2Fdiff", EnvSyncUser.body("d"))
                        .body())
                .startsWith("{\"version\":1");
        assertThat(ada.get("/env/" + project + "/feat%2Fdiff").body()).startsWith("{\"ciphertext\":\"d\"");
        is(ada.get("/env/" + project + "/feat/diff"), 404, GONE);
        assertThat(ada.push(project, "diff", "e").body()).startsWith("{\"version\":1");
        assertThat(ada.get("/env/" + project + "/diff").body()).startsWith("{\"ciphertext\":\"e\"");
        assertThat(ada.get("/env/" + project + "/diff/diff").body()).contains("\"in_sync\":true");
    }

    @ParameterizedTest
    @CsvSource({
        "'..', 422",
        "'%2e%2e', 422",
        "'%2E%2E%2Fother', 422",
        "'a/../b', 422",
        "'a/%2e/b', 422",
        "'.', 422",
        "'a%0Ab', 422",
        "'%1b', 422",
        "'%c2%85', 422",
        "'%ed%a0%80', 422",
        "'%ff', 422",
        "'%00', 422",
        "'a%00b', 422",
        "'%zz', 200",
        "'%', 200",
        "'a%2', 200",
        "'a;x=y', 200",
        "'a%3Bx', 200",
        "'a%3Fb', 200",
        "'a%23b', 200",
        "'a%5Cb', 200",
        "'a%20b', 200",
        "'a%252Fb', 200",
        "'%E2%80%AEtxt.exe', 200",
        "'%D7%A9%D7%9C%D7%95%D7%9D', 200",
        "'%F0%9F%9A%80', 200",
        "'~!$&()*+,=:@', 200"
    })
    void oddBranchNamesOverARawSocketReachNothingElse(String branch, int status) {
        String project = project();
        ada.push(project, "main", "main");
        String path = "/env/" + project + "/" + branch;
        String pushed = ada.raw("POST", path, EnvSyncUser.body("odd"));
        assertThat(pushed)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains(status == 200 ? "{\"version\":1," : "{\"detail\":[");
        String pulled = ada.raw("GET", path, "");
        assertThat(pulled).startsWith("HTTP/1.1 " + status + " ");
        if (status == 200) {
            assertThat(pulled).contains("{\"ciphertext\":\"odd\"");
        }
        assertThat(ada.pull(project, "main").body()).startsWith("{\"ciphertext\":\"main\"");
        assertThat(JSON.object(ada.get("/api/v1/envsync/" + project + "/branches")
                                .body())
                        .requireObjects("branches"))
                .hasSize(status == 200 ? 2 : 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 10_000, 100_000})
    void longNamesAreRefused(int length) {
        assertThat(ada.raw("GET", "/env/p/" + "x".repeat(length), "")).startsWith("HTTP/1.1 422 ");
        assertThat(ada.raw("GET", "/env/" + "x".repeat(length) + "/b", "")).startsWith("HTTP/1.1 422 ");
        String name = "ä".repeat(127) + "x";
        assertThat(ada.push(project(), name, "c").statusCode()).as("255 bytes").isEqualTo(200);
    }

    @Test
    void aRawSlashlessPathBeyondTheRootIsNeverAnEnvironment() {
        for (String path : List.of("/env/../../etc/passwd", "/../env/p/x", "/env/%2e%2e/%2e%2e/x", "/env/p/x/..")) {
            assertThat(ada.raw("GET", path, ""))
                    .as(path)
                    .startsWith("HTTP/1.1 4")
                    .doesNotContain("ciphertext");
        }
    }
}
