package io.envdrift.cli.page;

import io.envdrift.json.JsonMembers;
import io.envdrift.testserver.Answer;
import io.envdrift.testserver.Exchange;
import io.envdrift.testserver.LoopbackServer;
import io.envdrift.vaultenv.protocol.DerivedKeys;
import io.envdrift.vaultenv.protocol.DeviceSecret;
import io.envdrift.vaultenv.protocol.SecretsBlob;
import io.envdrift.vaultenv.protocol.VaultKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A server that is taken over: it serves the real page, and in each field of a vault-env project what could do harm. The project is
 * large besides, with 1,000 names in each of 20 environments.
 */
final class HostileServer implements AutoCloseable {
    static final String KEY = "vk_3f2b8c1e-9d4a-4c55-8a77-0d6b1c9e2f10_a-secret";
    static final String DEVICE = "device-secret";
    static final int ENVIRONMENTS = 20;
    static final int NAMES = 1000;

    /** Markup, a mark that turns the text behind it, a NUL, and no end. */
    static final String EVIL = "<img src=x onerror=alert(1)>\u202eevil\u0000" + "x".repeat(10_000);

    /** Ends of names and values that look alike: a tag, a filler of Hangul, a variation selector, a blank that is not the space. */
    static final List<String> TWINS = List.of("", "\udb40\udc41", "\u3164", "\ufe0f", "\u00a0");

    /** What stands in the oldest entry of the audit log alone. */
    static final String OLDER = "of_old";

    private static final int PAGE = 500;
    private static final String TIME = "2026-11-29T10:00:00Z";

    private final LoopbackServer server;
    private final URI real;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> blobs;
    private volatile int refusal;
    private volatile boolean cut;
    private volatile int version = 7;

    HostileServer(URI real) throws IOException {
        this.real = real;
        byte[] key = DerivedKeys.of(VaultKey.parse(KEY).orElseThrow(), DeviceSecret.of(DEVICE))
                .encryptionKey();
        this.blobs = IntStream.range(0, ENVIRONMENTS)
                .mapToObj(at -> SecretsBlob.encrypt(key, values(at).toJson(), new SecureRandom()))
                .toList();
        this.server = LoopbackServer.http(this::serve);
    }

    private static JsonMembers values(int environment) {
        JsonMembers values = new JsonMembers();
        for (int name = 0; name < NAMES; name++) {
            if ((name + environment) % 50 != 0) {
                values.put("NAME_%04d".formatted(name), name % 3 == 0 ? "value " + environment : "the same");
            }
        }
        values.put(EVIL, EVIL);
        for (String unseen : TWINS) {
            values.put("TWIN" + unseen, "value" + unseen);
        }
        return values.put("__proto__", "a\u0000b\u202ec");
    }

    String address() {
        return "http://127.0.0.1:" + server.port();
    }

    /** From now on, all calls are answered with this status, 0 to answer again. */
    void refuse(int status) {
        refusal = status;
    }

    /** From now on, connections are cut instead of answers, or not any more. */
    void cut(boolean now) {
        cut = now;
    }

    /** From now on, environments are of this version. */
    void version(int now) {
        version = now;
    }

    private void serve(Exchange exchange) throws IOException {
        String path = exchange.request().path();
        if (!path.startsWith("/api/")) {
            exchange.answer(page(exchange.request().target()));
        } else if (cut) {
            exchange.reset();
        } else if (refusal != 0) {
            exchange.answer(
                    Answer.json(refusal, new JsonMembers().put("error", EVIL).toJson()));
        } else {
            exchange.answer(Answer.json(
                    200,
                    answer(
                                    path.substring("/api/v1/".length()),
                                    exchange.request().text())
                            .toJson()));
        }
    }

    private Answer page(String target) throws IOException {
        try {
            HttpResponse<byte[]> answer =
                    http.send(HttpRequest.newBuilder(real.resolve(target)).build(), BodyHandlers.ofByteArray());
            Answer sent = new Answer(answer.statusCode(), Map.of(), answer.body());
            for (String field : List.of("Content-Type", "Content-Security-Policy", "Cross-Origin-Opener-Policy")) {
                Optional<String> value = answer.headers().firstValue(field);
                sent = value.isPresent() ? sent.with(field, value.get()) : sent;
            }
            return sent;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private JsonMembers answer(String call, String body) {
        return switch (call) {
            case "devices/list" -> list("devices", device("pending"), device("approved"), device(EVIL));
            case "environments/list" ->
                new JsonMembers()
                        .put("project_name", EVIL)
                        .put(
                                "environments",
                                IntStream.range(0, ENVIRONMENTS)
                                        .mapToObj(at -> new JsonMembers()
                                                .put("name", name(at))
                                                .put("version", version))
                                        .toList());
            case "secrets/pull" ->
                new JsonMembers().put("secrets", blobs.get(environment(body))).put("version", version);
            case "secrets/versions" ->
                list(
                        "versions",
                        new JsonMembers()
                                .put("version", version)
                                .put("changed_keys", "[" + quoted("+" + EVIL) + ",7,null]")
                                .put("created_at", EVIL),
                        new JsonMembers()
                                .put("version", 1)
                                .put("changed_keys", "no JSON " + EVIL)
                                .put("created_at", TIME));
            case "audit/list" ->
                new JsonMembers().put("entries", body.contains("\"before\":") ? List.of(entry(1, OLDER)) : newest());
            case "reports" -> list("reports", report());
            default -> new JsonMembers().put("updated_at", TIME);
        };
    }

    /** As many as the page asks for at once, so that there may be more. */
    private static List<JsonMembers> newest() {
        return IntStream.range(0, PAGE)
                .mapToObj(at -> at == 0 ? entry(PAGE + 1, EVIL) : entry(PAGE + 1 - at, "pull"))
                .toList();
    }

    private static JsonMembers entry(int id, String text) {
        JsonMembers entry = new JsonMembers().put("id", id).put("status", 403);
        for (String field : List.of("action", "environment", "device_id", "ip", "user_agent", "created_at")) {
            entry.put(field, text);
        }
        return entry;
    }

    private static String quoted(String text) {
        String json = new JsonMembers().put("x", text).toJson();
        return json.substring("{\"x\":".length(), json.length() - 1);
    }

    private static JsonMembers list(String name, JsonMembers... members) {
        return new JsonMembers().put(name, List.of(members));
    }

    private static JsonMembers device(String status) {
        return new JsonMembers()
                .put("id", EVIL)
                .put("device_name", EVIL)
                .put("status", status)
                .put("created_at", EVIL)
                .put("approved_at", EVIL)
                .put("last_seen_at", EVIL);
    }

    private static JsonMembers report() {
        JsonMembers row = new JsonMembers().put("fits", false);
        for (String field : List.of("file", "status", "reason", "vaultFingerprint", "localFingerprint", "since")) {
            row.put(field, EVIL);
        }
        JsonMembers report = new JsonMembers().put("ok", false).put("rows", List.of(row));
        for (String field : List.of("repository", "branch", "commit", "command", "since", "receivedAt", "postedBy")) {
            report.put(field, EVIL);
        }
        return report;
    }

    /** The first is a name as hostile as any, the last one production. */
    private static String name(int environment) {
        return environment == 0
                ? EVIL
                : environment == ENVIRONMENTS - 1 ? "production" : "env-%02d".formatted(environment);
    }

    private static int environment(String body) {
        return IntStream.range(1, ENVIRONMENTS)
                .filter(at -> body.contains(quoted(name(at))))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        server.close();
        http.close();
    }
}
