package io.envdrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
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
            ours.debug("a detail");
            ours.warn("two\nlines and a \"quote\"", new IllegalStateException("why"));
            LoggerFactory.getLogger("org.library").info("of no interest");
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

    @Test
    void textIsForPeople() throws Exception {
        assertThat(events(Map.of()).getFirst())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ WARN Example - two");
    }

    @Test
    void jsonIsOneLinePerEvent() throws Exception {
        List<String> lines = events(Map.of("ENVDRIFT_LOG_FORMAT", "json"));

        assertThat(lines).hasSize(1);
        JsonNode event = new ObjectMapper().readTree(lines.getFirst());
        assertThat(event.get("level").asString()).isEqualTo("WARN");
        assertThat(event.get("loggerName").asString()).isEqualTo("io.envdrift.server.Example");
        assertThat(event.get("formattedMessage").asString()).isEqualTo("two\nlines and a \"quote\"");
        assertThat(event.get("timestamp").isNumber()).isTrue();
        assertThat(event.get("throwable").get("message").asString()).isEqualTo("why");
    }

    @Test
    void theLevelIsThatOfOurClassesOnly() throws Exception {
        assertThat(String.join("\n", events(Map.of("ENVDRIFT_LOG_LEVEL", "debug"))))
                .contains("DEBUG Example - a detail")
                .doesNotContain("of no interest");
    }
}
