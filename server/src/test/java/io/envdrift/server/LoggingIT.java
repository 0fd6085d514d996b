package io.envdrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.server.store.StorageSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What the server logs, as people and as collectors of logs read it. */
class LoggingIT {
    /** Logs a few events. */
    static final class Events {
        public static void main(String[] arguments) {
            Logger ours = LoggerFactory.getLogger("io.envdrift.server.Example");
            ours.warn("two\nlines and a \"quote\" \u009b31m\u202e", new IllegalStateException("why"));
            LoggerFactory.getLogger("org.library").info("of no interest");
            LoggerFactory.getLogger("io.javalin.Javalin").error("the command says it in its own words");
        }
    }

    private static List<String> events(Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Events.class.getName());
        builder.environment().putAll(environment);
        Process process =
                builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = new ArrayList<>();
        Collections.addAll(
                lines, new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).split("\n"));
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return lines;
    }

    /** What a stranger sends and a library quotes makes no line of its own and commands no terminal. */
    @Test
    void textIsForPeopleAndOneLinePerEvent() throws Exception {
        assertThat(events(Map.of()).getFirst())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ WARN Example"
                        + " - two\\?lines and a \"quote\" \\?31m\\?");
    }

    @Test
    void jsonIsOneLinePerEvent() throws Exception {
        List<String> lines = events(Map.of("ENVDRIFT_LOG_FORMAT", "json"));

        assertThat(lines).hasSize(1);
        JsonNode event = new ObjectMapper().readTree(lines.getFirst());
        assertThat(event.get("level").asString()).isEqualTo("WARN");
        assertThat(event.get("loggerName").asString()).isEqualTo("io.envdrift.server.Example");
        assertThat(event.get("formattedMessage").asString()).isEqualTo("two\nlines and a \"quote\" \u009b31m\u202e");
        assertThat(event.get("timestamp").isNumber()).isTrue();
        assertThat(event.get("throwable").get("message").asString()).isEqualTo("why");
    }

    /** With {@code debug} the server has an access log: no query, header field or body of a call is in it. */
    @Test
    void theLevelIsThatOfOurClassesOnly(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("log");
        try (ServerProcess server = ServerProcess.start(
                        StorageSettings.sqlite(directory.resolve("data")),
                        Map.of("ENVDRIFT_LOG_LEVEL", "debug"),
                        ProcessBuilder.Redirect.to(log.toFile()));
                HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(server.address() + "/ui/callback.html?code=c4n4ry"))
                    .header("Authorization", "Bearer c4n4ry");
            http.send(request.build(), BodyHandlers.discarding());
            http.send(
                    request.copy()
                            .uri(URI.create(server.address() + "/api/v1/secrets/pull"))
                            .POST(BodyPublishers.ofString("c4n4ry"))
                            .build(),
                    BodyHandlers.discarding());
            server.stop();
        }
        assertThat(log)
                .content()
                .containsPattern("DEBUG AccessLog - 127\\.0\\.0\\.1 GET /ui/callback\\.html 200 \\d+ ms\n")
                .containsPattern("DEBUG AccessLog - 127\\.0\\.0\\.1 POST /api/v1/secrets/pull 40\\d \\d+ ms\n")
                .doesNotContain("c4n4ry", "Jetty", "Hikari");
    }
}
