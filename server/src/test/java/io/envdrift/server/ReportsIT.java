package io.envdrift.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.Secret;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import io.envdrift.server.api.envsync.TokenDesk;
import io.envdrift.server.api.levels.LevelsDesk;
import io.envdrift.server.api.reports.ReportDesk;
import io.envdrift.server.api.reports.ReportLimits;
import io.envdrift.server.operate.Housekeeping;
import io.envdrift.server.operate.Storage;
import io.envdrift.server.store.StorageSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Drift reports on both databases: who posts, who reads, what is kept of them and for how long. */
class ReportsIT {
    private static final JsonReader JSON = new JsonReader(JsonLimits.GENEROUS);
    private static final String SECRET = "0123456789abcdef".repeat(4);
    private static final String CANARY = "canary-7f3a9c";

    @TempDir
    Path directory;

    private final StoppedClock clock = new StoppedClock();

    /** Time that only the test moves. */
    private static final class StoppedClock implements InstantSource {
        private volatile Instant now = Instant.now();

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /** A server with tokens of every kind. */
    private final class Place implements AutoCloseable {
        final StorageSettings settings;
        final BlobServer server;
        final Secret post;
        final Secret read;

        Place(Backend backend, ReportLimits limits) {
            settings = backend.fresh(directory);
            post = at(storage -> new ReportDesk(storage.database(), clock).issue("acme/app", false));
            read = at(storage -> new ReportDesk(storage.database(), clock).issue("page", true));
            server = BlobServer.start(
                    ServerSettings.loopback(settings)
                            .tokens(EnvSyncServers.secret(SECRET))
                            .reports(limits)
                            .build(),
                    clock);
        }

        <T> T at(Function<Storage, T> work) {
            try (Storage storage = Storage.openBeside(settings, new SimpleMeterRegistry())) {
                return work.apply(storage);
            }
        }

        HttpResponse<String> send(String method, String path, String body, String... headers) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path))
                    .method(method, BodyPublishers.ofString(body));
            if (headers.length > 0) {
                request.headers(headers);
            }
            try {
                return ApiUser.HTTP.send(request.build(), BodyHandlers.ofString());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        HttpResponse<String> post(String body) {
            return send("POST", "/api/v1/reports", body, "Authorization", "Bearer " + post.reveal());
        }

        List<JsonObject> list(String query) {
            HttpResponse<String> answer =
                    send("GET", "/api/v1/reports" + query, "", "Authorization", "Bearer " + read.reveal());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JSON.object(answer.body()).requireObjects("reports");
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private static String report(String branch, String commit, boolean fits) {
        String row = fits
                ? "{\"level\":\"plain\",\"secret\":\"app-prod\",\"folder\":\"prod\",\"status\":\"unchanged\","
                        + "\"vaultFingerprint\":\"0123456789abcdef\",\"decryption\":\"passed\",\"value\":\"" + CANARY
                        + "\"}"
                : "{\"level\":\"error\",\"secret\":\"app-prod\",\"folder\":\"prod\",\"status\":\"drifted\","
                        + "\"reason\":\"differs\",\"vaultFingerprint\":\"0123456789abcdef\",\"local\":{\"x\":\""
                        + CANARY
                        + "\"}}";
        return "{\"version\":1,\"repository\":\"acme/app\",\"branch\":\"" + branch + "\",\"commit\":\"" + commit
                + "\",\"ENV\":\"" + CANARY + "\",\"report\":{\"version\":2,\"command\":\"sync\",\"exitCode\":0,\"ok\":"
                + fits + ",\"sections\":[{\"rows\":[" + row + ",{\"level\":\"good\",\"secret\":\"app-dev\",\"folder\":"
                + "\"dev\",\"status\":\"unchanged\"}],\"summary\":{\"x\":\"" + CANARY + "\"}}],\"messages\":[]}}";
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void tellsSinceWhenAKeyDoesNotFit(Backend backend) throws Exception {
        try (Place place = new Place(backend, ReportLimits.DEFAULT)) {
            assertThat(place.list("")).isEmpty();
            String[] commits = {"aaaaaaa1", "aaaaaaa2", "aaaaaaa3", "aaaaaaa4"};
            boolean[] fits = {true, true, false, false};
            for (int i = 0; i < commits.length; i++) {
                HttpResponse<String> kept = place.post(report("main", commits[i], fits[i]));
                assertThat(kept.statusCode()).as(kept.body()).isEqualTo(201);
                clock.advance(Duration.ofMinutes(10));
            }
            place.post(report("feature/x", "bbbbbbb1", true));

            List<JsonObject> latest = place.list("");
            assertThat(latest).extracting(each -> each.requireText("branch")).containsExactly("feature/x", "main");
            JsonObject main = latest.get(1);
            assertThat(main.flag("ok")).isFalse();
            assertThat(main.requireText("commit")).isEqualTo("aaaaaaa4");
            assertThat(main.requireText("sinceCommit")).isEqualTo("aaaaaaa3");
            assertThat(main.requireText("lastGoodCommit")).isEqualTo("aaaaaaa2");
            assertThat(main.requireText("postedBy")).isEqualTo("acme/app");
            JsonObject broken = main.requireObjects("rows").get(0);
            assertThat(broken.flag("fits")).isFalse();
            assertThat(broken.requireText("since"))
                    .isEqualTo(main.requireText("since"))
                    .isLessThan(main.requireText("receivedAt"));
            assertThat(broken.requireText("sinceCommit")).isEqualTo("aaaaaaa3");
            assertThat(broken.requireText("lastGoodCommit")).isEqualTo("aaaaaaa2");
            assertThat(broken.requireText("vaultFingerprint")).isEqualTo("0123456789abcdef");
            JsonObject fine = main.requireObjects("rows").get(1);
            assertThat(fine.flag("fits")).isTrue();
            assertThat(fine.requireText("sinceCommit")).isEqualTo("aaaaaaa1");

            assertThat(place.list("?latest=false&branch=main&limit=3"))
                    .extracting(each -> each.requireText("commit"))
                    .containsExactly("aaaaaaa4", "aaaaaaa3", "aaaaaaa2");
            long before =
                    place.list("?latest=false&branch=main&limit=3").getLast().requireWhole("id");
            assertThat(place.list("?latest=false&branch=main&before=" + before)).hasSize(1);
            assertThat(place.list("?repository=other")).isEmpty();
            assertThat(place.list("?latest=false").toString()).doesNotContain(CANARY);
            assertThat(place.send(
                                    "GET",
                                    "/api/v1/reports?latest=false",
                                    "",
                                    "Authorization",
                                    "Bearer " + place.read.reveal())
                            .body())
                    .doesNotContain(CANARY);
        }
        if (backend == Backend.SQLITE) {
            try (Stream<Path> files = Files.walk(directory)) {
                assertThat(files.filter(Files::isRegularFile))
                        .as("what is not known is dropped, not kept unseen")
                        .isNotEmpty()
                        .noneMatch(file -> holds(file, CANARY));
            }
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void onlyTheRightTokenDoesTheRightThing(Backend backend) throws Exception {
        try (Place place = new Place(backend, ReportLimits.DEFAULT)) {
            String owner = place.at(storage -> new TokenDesk(
                            storage.database(), storage.masterKey(), EnvSyncServers.secret(SECRET), clock)
                    .issue("ada@example.com", "owner", List.of("app"), 1)
                    .token()
                    .reveal());
            String developer = place.at(storage -> new TokenDesk(
                            storage.database(), storage.masterKey(), EnvSyncServers.secret(SECRET), clock)
                    .issue("bob@example.com", "developer", List.of("app"), 1)
                    .token()
                    .reveal());
            String levels = place.at(storage -> new LevelsDesk(storage.database(), clock)
                    .createOrganization("Acme", Optional.empty())
                    .token()
                    .reveal());
            ApiUser project = ApiUser.withProject(place.server.address(), clock, true);
            ApiUser other = ApiUser.withProject(place.server.address(), clock, false);

            assertThat(readers(place, place.read.reveal())).isEqualTo(200);
            assertThat(readers(place, owner)).isEqualTo(200);
            assertThat(readers(place, levels)).isEqualTo(200);
            assertThat(readers(place, developer)).isEqualTo(401);
            assertThat(readers(place, place.post.reveal())).isEqualTo(401);
            assertThat(readers(place, "envdrift_report_read_x")).isEqualTo(401);
            assertThat(place.send("GET", "/api/v1/reports", "").statusCode()).isEqualTo(401);

            String id = project.project();
            String good = project.signed("GET", "/api/v1/reports", id.getBytes(UTF_8));
            assertThat(signed(place, id, good)).isEqualTo(200);
            assertThat(signed(place, other.project(), good)).isEqualTo(401);
            assertThat(signed(place, id, other.signed("GET", "/api/v1/reports", id.getBytes(UTF_8))))
                    .isEqualTo(401);
            assertThat(signed(place, id, project.signed("POST", "/api/v1/reports", id.getBytes(UTF_8))))
                    .isEqualTo(401);
            assertThat(signed(place, id, good.replaceFirst(",v2=.*", "")))
                    .as("not bound")
                    .isEqualTo(401);

            for (String token : List.of(place.read.reveal(), owner, levels, developer, "x")) {
                assertThat(place.send(
                                        "POST",
                                        "/api/v1/reports",
                                        report("main", "aaaaaaa", true),
                                        "Authorization",
                                        "Bearer " + token)
                                .statusCode())
                        .isEqualTo(401);
            }
            assertThat(place.post(report("main", "aaaaaaa", true)).statusCode()).isEqualTo(201);
            for (String path : List.of("/env/app/main", "/api/v1/envsync/app/branches", "/api/v1/organizations")) {
                assertThat(place.send("GET", path, "", "Authorization", "Bearer " + place.post.reveal())
                                .statusCode())
                        .as(path)
                        .isIn(401, 404, 405);
            }
            place.at(storage -> {
                new ReportDesk(storage.database(), clock).revoke("acme/app");
                return true;
            });
            assertThat(place.post(report("main", "aaaaaaa", true)).statusCode()).isEqualTo(401);
        }
    }

    private static int readers(Place place, String token) {
        return place.send("GET", "/api/v1/reports", "", "Authorization", "Bearer " + token)
                .statusCode();
    }

    private static int signed(Place place, String project, String signature) {
        return place.send("GET", "/api/v1/reports", "", "X-Vault-Project", project, "X-Vault-Signature", signature)
                .statusCode();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void reportsAreBoundedInSizeNumberAndTime(Backend backend) throws Exception {
        try (Place place = new Place(backend, new ReportLimits(Duration.ofDays(90), 5))) {
            int admitted = 0;
            while (place.post(report("main", "aaaaaaa", true)).statusCode() == 201) {
                admitted++;
            }
            HttpResponse<String> more = place.post(report("main", "aaaaaaa", true));
            assertThat(more.statusCode()).isEqualTo(429);
            assertThat(more.headers().firstValue("Retry-After")).isPresent();
            assertThat(admitted).isEqualTo(60);
            assertThat(place.list("?latest=false")).hasSize(5);
            clock.advance(Duration.ofMinutes(1));

            assertThat(place.post(" ".repeat(256 << 10) + report("main", "aaaaaaa", true))
                            .statusCode())
                    .isEqualTo(413);
            for (String none : List.of("", "[]", "{", "{\"version\":1,\"version\":2}")) {
                assertThat(place.post(none).statusCode()).as(none).isEqualTo(400);
            }
            String good = report("main", "aaaaaaa", true);
            for (String wrong : List.of(
                    "{}",
                    good.replace("{\"version\":1", "{\"version\":2"),
                    good.replace("{\"version\":2", "{\"version\":3"),
                    good.replace("\"sync\"", "\"rm\""),
                    good.replace("\"acme/app\"", "\" \""),
                    good.replace("\"acme/app\"", "7"),
                    good.replace("\"acme/app\"", "\"a\\u0000\""),
                    good.replace("\"rows\":[", "\"rows\":[7,"))) {
                assertThat(place.post(wrong).statusCode()).as(wrong).isEqualTo(422);
            }
            String odd = good.replace("\"app-prod\"", "\"\\u202e<img onerror=x>\\u001b[31m" + "n".repeat(500) + "\"")
                    .replace("\"aaaaaaa\"", "\"no commit\"");
            assertThat(place.post(odd).statusCode()).isEqualTo(201);
            JsonObject row = place.list("").getFirst().requireObjects("rows").getFirst();
            assertThat(row.requireText("secret")).hasSize(300).contains("<img onerror=x>?[31m");
            assertThat(place.list("").getFirst().requireText("commit")).isEmpty();

            clock.advance(Duration.ofDays(91));
            place.at(storage -> {
                Housekeeping.clean(storage.database(), ServedApi.allTables(), clock);
                return true;
            });
            assertThat(place.list("?latest=false")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void aTokensNameIsItsOwnAndItsTextIsNotKept(Backend backend) throws Exception {
        try (Place place = new Place(backend, ReportLimits.DEFAULT)) {
            for (String name : List.of("", " ", "a\nb", "acme/app", "x".repeat(101))) {
                assertThatThrownBy(
                                () -> place.at(storage -> new ReportDesk(storage.database(), clock).issue(name, false)))
                        .isInstanceOf(EnvdriftException.class);
            }
            List<String> lines = place.at(storage -> new ReportDesk(storage.database(), clock).lines());
            assertThat(lines)
                    .satisfiesExactly(
                            first -> assertThat(first).startsWith("acme/app\tpost\t"),
                            second -> assertThat(second).startsWith("page\tread\t"));
        }
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)).noneMatch(file -> holds(file, "envdrift_report_"));
        }
    }
}
