package io.envdrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.server.store.StorageSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server says to a browser that asks for the page, and to programs that ask at the same places. */
class PageIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

    @TempDir
    static Path directory;

    private static BlobServer with;
    private static BlobServer without;

    @BeforeAll
    static void start() {
        InstantSource clock = InstantSource.system();
        with = BlobServer.start(TestServers.settings(StorageSettings.sqlite(directory.resolve("with"))), clock);
        without = BlobServer.start(
                ServerSettings.loopback(StorageSettings.sqlite(directory.resolve("without")))
                        .page(false)
                        .build(),
                clock);
    }

    @AfterAll
    static void stop() {
        with.close();
        without.close();
    }

    private static HttpResponse<byte[]> send(BlobServer server, String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.address() + path)).method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void thePageIsThereAndBindsTheBrowser() throws Exception {
        HttpResponse<byte[]> page = send(with, "GET", "/ui/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(text(page)).startsWith("<!doctype html>").doesNotContain("<style", "style=", "onclick");
        assertThat(page.body()).isEqualTo(send(with, "GET", "/ui/index.html").body());
        requireBinding(page);
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
    }

    private static void requireBinding(HttpResponse<?> answer) {
        String policy = answer.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy)
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
                .contains("require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "*", "http", "data:", "blob:");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.headers().firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void allScriptsTogetherAreSmall() throws Exception {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "resources", "io", "envdrift", "server", "ui"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                ByteArrayOutputStream packed = new ByteArrayOutputStream();
                try (OutputStream out = new GZIPOutputStream(packed)) {
                    Files.copy(file, out);
                }
                bytes += packed.size();
            }
        }
        assertThat(bytes).isBetween(10_000L, 150_000L);
    }

    @Test
    void anUnchangedFileIsNotSentTwice() throws Exception {
        String tag = send(with, "GET", "/ui/").headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> again = send(with, "GET", "/ui/", "If-None-Match", "\"x\", " + tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).contains(tag);
        requireBinding(again);
        assertThat(send(with, "GET", "/ui/", "If-None-Match", "\"x\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aHeadHasTheLengthAndNoBody() throws Exception {
        HttpResponse<byte[]> head = send(with, "HEAD", "/ui/");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .contains(Integer.toString(send(with, "GET", "/ui/").body().length));
        requireBinding(head);
    }

    @Test
    void whoTakesGzipGetsTheSameBytesPacked() throws Exception {
        HttpResponse<byte[]> packed = send(with, "GET", "/ui/", "Accept-Encoding", "br, gzip");
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(send(with, "GET", "/ui/").body());
        assertThat(send(with, "GET", "/ui/", "Accept-Encoding", "gzip;q=0")
                        .headers()
                        .firstValue("Content-Encoding"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ui/.",
                "/ui/..",
                "/ui/../health",
                "/ui/..%2f..%2flogback.xml",
                "/ui//index.html",
                "/ui/./index.html",
                "/ui/index.html/",
                "/ui/index.html;x=1",
                "/ui/index.html%00.js",
                "/ui/INDEX.HTML",
                "/ui/PageApi.class",
                "/ui/package-info.class",
                "/ui/../command/ServerVersion.class",
                "/ui/no-such-file.js",
                "/ui/a/b/c/d/e/f.js",
                "/ui/views/"
            })
    void nothingElseIsThere(String path) throws Exception {
        HttpResponse<byte[]> answer = send(with, "GET", path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(text(answer)).isEqualTo("Not found\n");
        requireBinding(answer);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    /** Paths above the root never get as far as a file's name. */
    @ParameterizedTest
    @ValueSource(strings = {"/ui/%2e%2e/%2e%2e/logback.xml", "/ui/../../../../logback.xml"})
    void nothingAboveTheRootIsThere(String path) throws Exception {
        assertThat(send(with, "GET", path).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"})
    void thePageIsOnlyRead(String method) throws Exception {
        HttpResponse<byte[]> answer = send(with, method, "/ui/index.html");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
        requireBinding(answer);
    }

    @ParameterizedTest
    @CsvSource({"GET,/", "HEAD,/", "GET,/ui", "HEAD,/ui", "GET,/?from=there"})
    void aBrowserIsSentToThePage(String method, String path) throws Exception {
        HttpResponse<byte[]> answer = send(with, method, path, "Accept", BROWSER);
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).contains("ui/");
        assertThat(send(with, "GET", path, "Accept", "*/*").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"GET,/", "POST,/", "GET,/ui", "DELETE,/", "GET,/uix", "OPTIONS,/", "GET,/api/v1/nothing"})
    void programsGetWhatTheyGotBeforeThereWasAPage(String method, String path) throws Exception {
        HttpResponse<byte[]> here = send(with, method, path);
        HttpResponse<byte[]> before = send(without, method, path);
        assertThat(here.statusCode()).isEqualTo(before.statusCode());
        assertThat(text(here)).isEqualTo(text(before));
        assertThat(here.headers().map().keySet())
                .isEqualTo(before.headers().map().keySet());
        assertThat(here.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/ui", "/ui/", "/ui/index.html"})
    void withoutThePageNothingOfItIsThere(String path) throws Exception {
        HttpResponse<byte[]> answer = send(without, "GET", path, "Accept", BROWSER);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(text(answer)).isEqualTo(text(send(without, "GET", "/no/such/path")));
    }

    @Test
    void whatTheApisAnswerIsNotKept() throws Exception {
        HttpResponse<byte[]> answer = send(with, "GET", "/health");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }
}
