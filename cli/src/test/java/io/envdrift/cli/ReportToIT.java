package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import io.envdrift.server.BlobServer;
import io.envdrift.server.ServerSettings;
import io.envdrift.server.api.reports.ReportDesk;
import io.envdrift.server.operate.Storage;
import io.envdrift.server.store.StorageSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --report-to}: what a CI job finds is on the server afterwards, and whether it gets there decides nothing. */
class ReportToIT {
    private static final JsonReader JSON = new JsonReader(JsonLimits.GENEROUS);
    private static final String KEY = SampleProject.hex(SampleProject.KEY);
    private static final String OTHER = SampleProject.hex(SampleProject.OTHER);
    private static final String CANARY = "canary-5d1e";

    @TempDir
    private Path root;

    private StorageSettings storage;
    private BlobServer server;
    private String token;
    private String reader;
    private SampleProject project;

    @BeforeEach
    void start() {
        storage = StorageSettings.sqlite(root.resolve("data"));
        try (Storage opened = Storage.openBeside(storage, new SimpleMeterRegistry())) {
            ReportDesk desk = new ReportDesk(opened.database(), InstantSource.system());
            token = desk.issue("acme/app", false).reveal();
            reader = desk.issue("page", true).reveal();
        }
        server = BlobServer.start(ServerSettings.loopback(storage).build(), InstantSource.system());
        project = new SampleProject(root.resolve("project"))
                .encrypted("app/.env.production", SampleProject.KEY, "A=" + CANARY + "\n")
                .config(SampleProject.mapping("app"))
                .secret("app-key", KEY);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CliRun job(Map<String, String> variables) {
        CliRun run = project.cli();
        variables.forEach(run::env);
        return run;
    }

    private Map<String, String> github(String commit) {
        return Map.of(
                "ENVDRIFT_REPORT_TOKEN",
                token,
                "GITHUB_REPOSITORY",
                "acme/app",
                "GITHUB_REF_NAME",
                "main",
                "GITHUB_SHA",
                commit);
    }

    private String listed() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + "/api/v1/reports?latest=false"))
                .header("Authorization", "Bearer " + reader)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private List<JsonObject> reports() throws Exception {
        return JSON.object(listed()).requireObjects("reports");
    }

    @Test
    void whatTheGateFindsIsOnTheServer() throws Exception {
        String to = server.address().toString();
        CliRun.Result good = job(github("a".repeat(40))).run("sync", "--check-decryption", "--ci", "--report-to", to);
        assertThat(good.exit()).as(good.all()).isZero();
        assertThat(good.err()).doesNotContain("[WARN]");
        assertThat(job(github("b".repeat(40)))
                        .run("status", "--report-to", to + "/")
                        .exit())
                .isZero();
        assertThat(job(github("b".repeat(40)))
                        .run("lock", "--check", "--report-to", to)
                        .exit())
                .isZero();

        project.secret("app-key", OTHER);
        CliRun.Result bad =
                job(github("c".repeat(40))).run("sync", "--check-decryption", "--ci", "--verify", "--report-to", to);
        assertThat(bad.exit()).as(bad.all()).isEqualTo(1);
        project.write("app/.env.production", "A=" + CANARY + "\n");
        CliRun.Result plain = job(Map.of(
                        "ENVDRIFT_REPORT_TOKEN",
                        token,
                        "CI_PROJECT_PATH",
                        "group/app",
                        "CI_COMMIT_REF_NAME",
                        "feat/x",
                        "CI_COMMIT_SHA",
                        "d".repeat(40)))
                .run("lock", "--check", "--report-to", to);
        assertThat(plain.exit()).isEqualTo(1);

        List<JsonObject> reports = reports();
        assertThat(reports)
                .extracting(each -> each.requireText("command") + " " + each.requireText("repository") + " "
                        + each.requireText("branch") + " "
                        + each.requireText("commit").charAt(0) + " "
                        + each.flag("ok"))
                .containsExactly(
                        "lock group/app feat/x d false",
                        "sync acme/app main c false",
                        "lock acme/app main b true",
                        "status acme/app main b true",
                        "sync acme/app main a true");
        JsonObject row = reports.get(1).requireObjects("rows").getFirst();
        assertThat(row.requireText("folder")).isEqualTo("app");
        assertThat(reports.get(3).requireObjects("rows").getFirst().requireText("vaultFingerprint"))
                .matches("[0-9a-f]{16}");
        assertThat(row.requireText("lastGoodCommit")).startsWith("a");
        assertThat(row.requireText("reason")).isNotBlank();
        assertThat(listed())
                .doesNotContain(CANARY)
                .doesNotContain(KEY)
                .doesNotContain(OTHER)
                .doesNotContain(token);
    }

    @Test
    void anErrorIsReportedAsWell() throws Exception {
        project.write("envdrift.toml", "[vault\n");
        CliRun.Result broken = job(github("a".repeat(40)))
                .run("status", "--report-to", server.address().toString());
        assertThat(broken.exit()).isEqualTo(1);
        JsonObject report = reports().getFirst();
        assertThat(report.flag("ok")).isFalse();
        assertThat(report.requireText("error")).isNotBlank();
    }

    @Test
    void whetherItGetsThereDecidesNothing() throws Exception {
        String to = server.address().toString();
        String gone;
        try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
            gone = "http://127.0.0.1:" + free.getLocalPort();
        }
        CliRun.Result plain = job(Map.of()).run("status", "--format", "json");
        List<List<String>> tries = List.of(
                List.of(to, "", "ENVDRIFT_REPORT_TOKEN is not set"),
                List.of(to, reader, "401"),
                List.of(to, "wrong", "401"),
                List.of(to + "/nothing/here", token, "404"),
                List.of(gone, token, "not posted"),
                List.of("http://reports.example.com", token, "must be https"),
                List.of("no url", token, "no URL"),
                List.of("https://user:pw@reports.example.com", token, "refused"));
        for (List<String> each : tries) {
            CliRun.Result result = job(Map.of("ENVDRIFT_REPORT_TOKEN", each.get(1)))
                    .run("status", "--format", "json", "--report-to", each.get(0));
            assertThat(result.exit()).as(each.get(0)).isEqualTo(plain.exit());
            assertThat(result.out()).isEqualTo(plain.out());
            assertThat(result.err())
                    .contains("[WARN] The report was not posted: ")
                    .contains(each.get(2));
            assertThat(result.all())
                    .doesNotContain(token)
                    .doesNotContain(reader)
                    .doesNotContain("pw@");
        }
        assertThat(reports()).isEmpty();
    }

    @Test
    void whatALockDidIsNoReportOfDrift() {
        CliRun.Result result = job(github("a".repeat(40)))
                .run("lock", "--report-to", server.address().toString());
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("--check");
    }
}
