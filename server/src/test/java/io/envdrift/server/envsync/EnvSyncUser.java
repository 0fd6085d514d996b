package io.envdrift.server.envsync;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import io.envdrift.json.JsonMembers;
import io.envdrift.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

/** The holder of a token, on the other side of a socket. */
record EnvSyncUser(URI server, String token) {
    static final String SECRET = "vectors-only-secret-of-this-project-42";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Returns a user with a token that never expires, as the original's users make them by hand. */
    static EnvSyncUser of(URI server, String email, String role, String... projects) {
        return new EnvSyncUser(
                server,
                token(new JsonMembers()
                        .put("email", email)
                        .put("role", role)
                        .put("project_ids", List.of(projects))
                        .toJson()));
    }

    static String token(String payload) {
        return token(payload, JWSAlgorithm.HS256, SECRET);
    }

    static String token(Payload payload) {
        return token(payload, JWSAlgorithm.HS256, SECRET);
    }

    static String token(String payload, JWSAlgorithm algorithm, String secret) {
        return token(new Payload(payload), algorithm, secret);
    }

    private static String token(Payload payload, JWSAlgorithm algorithm, String secret) {
        try {
            JWSObject token = new JWSObject(new JWSHeader.Builder(algorithm).build(), payload);
            token.sign(new MACSigner(secret.getBytes(UTF_8)));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encode(String name) {
        return URLEncoder.encode(name, UTF_8).replace("+", "%20");
    }

    HttpResponse<String> push(String project, String branch, String ciphertext, String... names) {
        return post("/env/" + encode(project) + "/" + encode(branch), body(ciphertext, names));
    }

    static String body(String ciphertext, String... names) {
        return new JsonMembers()
                .put("ciphertext", ciphertext)
                .put("key_names", List.of(names))
                .toJson();
    }

    HttpResponse<String> pull(String project, String branch) {
        return get("/env/" + encode(project) + "/" + encode(branch));
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, "", "application/json");
    }

    HttpResponse<String> post(String path, String body) {
        return send("POST", path, body, "application/json");
    }

    HttpResponse<String> post(String path, Map<String, ?> body) {
        return post(path, JsonWriter.text(body));
    }

    HttpResponse<String> send(String method, String path, String body, String type) {
        return send(method, path, body.getBytes(UTF_8), type);
    }

    HttpResponse<String> send(String method, String path, byte[] body, String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (!token.isEmpty()) {
            request.header("Authorization", token.contains(" ") ? token : "Bearer " + token);
        }
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a request whose path is taken as it is, and returns all that comes until the server closes. */
    String raw(String method, String path, String body) {
        String request = method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                + token + "\r\nContent-Type: application/json\r\nContent-Length: " + body.getBytes(UTF_8).length
                + "\r\n\r\n" + body;
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
