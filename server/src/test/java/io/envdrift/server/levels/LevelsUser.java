package io.envdrift.server.levels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.json.JsonLimits;
import io.envdrift.json.JsonObject;
import io.envdrift.json.JsonReader;
import io.envdrift.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The holder of a token, on the other side of a socket. Paths are below the organization. */
record LevelsUser(URI server, String organization, String token) {
    private static final JsonReader JSON = new JsonReader(JsonLimits.GENEROUS);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** What was answered. */
    record Answer(int status, String body, HttpHeaders headers) {
        /** Demands a status. */
        Answer is(int expected) {
            assertThat(status).as(body).isEqualTo(expected);
            assertThat(headers.firstValue("Content-Type"))
                    .as("only what is there has a type")
                    .isEqualTo(body.isEmpty() ? Optional.empty() : Optional.of("application/json"));
            return this;
        }

        /** Demands a refusal with a word. */
        Answer isRefused(int expected, String word) {
            is(expected);
            assertThat(json().text("error")).contains(word);
            assertThat(json().requireText("message")).isNotBlank();
            assertThat(json().object("details")).isPresent();
            return this;
        }

        /** Demands that a member of the request is called wrong. */
        Answer isInvalid(String field) {
            is(422);
            assertThat(json().requireText("message")).isNotBlank();
            assertThat(json().object("errors").orElseThrow().names()).containsExactly(field);
            return this;
        }

        JsonObject json() {
            return JSON.object(body);
        }

        JsonObject data() {
            return json().object("data").orElseThrow();
        }

        JsonObject attributes() {
            return data().object("attributes").orElseThrow();
        }

        List<JsonObject> list() {
            return json().requireObjects("data");
        }

        JsonObject level(String kind) {
            return attributes().object("levels").orElseThrow().object(kind).orElseThrow();
        }

        /** Returns the key in an answer about one. */
        JsonObject key() {
            return JSON.object(attributes().requireText("content"))
                    .object("key")
                    .orElseThrow();
        }
    }

    /** Makes an organization, as programs on the server's machine may. */
    static LevelsUser owner(URI server, String name) {
        Answer made = new LevelsUser(server, "", "")
                .send("POST", "/api/v1/organizations", Map.of("name", name))
                .is(201);
        String token = made.json().object("token").orElseThrow().requireText("token");
        return new LevelsUser(server, made.data().requireText("id"), token);
    }

    LevelsUser with(String other) {
        return new LevelsUser(server, organization, other);
    }

    /** Makes a token of the organization and returns its holder. */
    LevelsUser tokenWith(List<String> abilities, String... limits) {
        return tokenWith(Map.of("name", "t", "abilities", abilities, "limits", List.of(limits)));
    }

    LevelsUser tokenWith(Map<String, ?> wish) {
        Answer made = send("POST", "/api/v1/organizations/" + organization + "/api-keys", wish)
                .is(201);
        return with(made.json().object("token").orElseThrow().requireText("token"));
    }

    Answer get(String path) {
        return send("GET", base() + path, null);
    }

    Answer get(String path, String... headers) {
        return send("GET", base() + path, null, headers);
    }

    Answer post(String path, Map<String, ?> body) {
        return send("POST", base() + path, body);
    }

    Answer patch(String path, Map<String, ?> body) {
        return send("PATCH", base() + path, body);
    }

    Answer delete(String path) {
        return send("DELETE", base() + path, null);
    }

    /** Stores a level, as in {@code store("app/backend", blob, "key_proof", proof)}. */
    Answer store(String level, String content, Object... more) {
        Map<String, Object> body = about(level);
        body.put("content", content);
        for (int i = 0; i < more.length; i += 2) {
            body.put(String.valueOf(more[i]), more[i + 1]);
        }
        return post("/secrets/store", body);
    }

    /** Returns the members of a request about a level. */
    static Map<String, Object> about(String level) {
        Map<String, Object> members = new LinkedHashMap<>();
        String[] slugs = level.split("/", -1);
        List<String> names = List.of("project", "target", "environment");
        for (int i = 0; i < slugs.length; i++) {
            members.put(names.get(i), slugs[i]);
        }
        return members;
    }

    /** Returns the members of a request about a level, and more. */
    static Map<String, Object> about(String level, Object... more) {
        Map<String, Object> members = about(level);
        for (int i = 0; i < more.length; i += 2) {
            members.put(String.valueOf(more[i]), more[i + 1]);
        }
        return members;
    }

    String base() {
        return "/api/v1/" + organization;
    }

    Answer send(String method, String path, Map<String, ?> body, String... headers) {
        return raw(method, path, body == null ? "" : JsonWriter.text(body), headers);
    }

    Answer raw(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .method(
                        method,
                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body.getBytes(UTF_8)));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body(), answer.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Shows no token. */
    @Override
    public String toString() {
        return "user of " + organization;
    }
}
