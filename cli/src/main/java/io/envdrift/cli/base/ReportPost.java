package io.envdrift.cli.base;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.render.Escaping;
import io.envdrift.http.HttpResponse;
import io.envdrift.http.JsonClient;
import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Posts what a command prints with {@code --format json} to a server that keeps reports. A failed post is a warning and
 * does not change the exit status.
 */
final class ReportPost {
    static final String TOKEN = "ENVDRIFT_REPORT_TOKEN";

    private static final String PATH = "/api/v1/reports";
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final JsonReader READER = new JsonReader(JsonLimits.GENEROUS);

    private final Host host;
    private final String server;

    /**
     * Prepares a post.
     *
     * @param server the server's URL, with or without the path of reports
     */
    ReportPost(Host host, String server) {
        this.host = host;
        this.server = server.endsWith(PATH) ? server.substring(0, server.length() - PATH.length()) : server;
    }

    /** Posts a report, which is made for it. */
    void send(Supplier<JsonMembers> document) {
        try {
            String token = host.environment().getOrDefault(TOKEN, "").strip();
            if (token.isEmpty()) {
                throw new EnvdriftException(
                        ErrorCode.USAGE,
                        TOKEN + " is not set",
                        "the server's operator makes one: envdrift-server report-token NAME");
            }
            try (JsonClient client = JsonClient.at(address(), "envdrift", host.environment(), TIMEOUT)) {
                HttpResponse answer = client.send(
                        client.request("POST", PATH, body(document)).with("Authorization", "Bearer " + token));
                if (!answer.isSuccess()) {
                    throw new EnvdriftException(
                            ErrorCode.SERVER, "the server answered " + answer.status() + " " + said(answer));
                }
            }
        } catch (EnvdriftException e) {
            host.err().println("[WARN] The report was not posted: " + Escaping.text(e.getMessage()));
            e.hint().ifPresent(hint -> host.err().println("  hint: " + Escaping.text(hint)));
        } catch (RuntimeException e) {
            // Any failure is a warning: the exit status is the command's. The message is not printed, since it may hold
            // the token.
            host.err()
                    .println("[WARN] The report was not posted: " + e.getClass().getSimpleName());
        }
    }

    private URI address() {
        try {
            return URI.create(server);
        } catch (IllegalArgumentException e) {
            throw new EnvdriftException(
                    ErrorCode.USAGE, "--report-to is no URL", "write it as in https://envdrift.example.com", e);
        }
    }

    private byte[] body(Supplier<JsonMembers> document) {
        CiJob job = CiJob.of(host.environment());
        String repository = job.repository().isEmpty()
                ? String.valueOf(
                        host.workingDirectory().toAbsolutePath().normalize().getFileName())
                : job.repository();
        return new JsonMembers()
                .put("version", 1)
                .put("repository", repository)
                .put("branch", job.branch())
                .put("commit", job.commit())
                .put("report", document.get())
                .toJson()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String said(HttpResponse answer) {
        return READER.find(answer.body())
                .flatMap(json -> json.text("error"))
                .map(text -> "(" + text + ")")
                .orElse("");
    }
}
