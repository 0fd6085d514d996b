package io.envdrift.server.envsync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import io.envdrift.server.BlobServer;
import io.envdrift.server.EnvSyncServers;
import io.envdrift.server.EnvSyncServers.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The wire of EnvSync, row by row, over raw sockets: see {@code envsync-rows.txt}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvSyncRowsIT {
    private static final int COUNT = 333;
    private static final String TIME = "20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00";
    /** A letter and how often it stands there. */
    private static final Pattern LONG = Pattern.compile("\\b([XQ])(\\d+)\\b");

    private static final Pattern UNWANTED =
            Pattern.compile("(?i)(Access-Control-.*|WWW-Authenticate|Location|ETag|Expires|Set-Cookie):.*");

    private static final Pattern NAMES = Pattern.compile("NAMES(\\d+)");

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private BlobServer server;
    private URI address;

    @BeforeAll
    void start(@TempDir Path directory) {
        server = BlobServer.start(
                EnvSyncServers.settings(Store.SQLITE.fresh(directory), EnvSyncServers.secret(EnvSyncUser.SECRET)),
                InstantSource.system());
        address = server.address();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void noRowIsForgotten() throws IOException {
        assertThat(rows()).hasSize(COUNT);
        assertThat(rows().stream().map(Row::name)).doesNotHaveDuplicates();
    }

    @TestFactory
    Stream<DynamicTest> everyRowIsAnsweredAsItSays() throws IOException {
        return rows().stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> check(row)));
    }

    private record Row(String name, String who, String request, String type, String body, int status, String answer) {
        static Row parse(String line) {
            String[] cells = line.split(" +\\|", -1);
            assertThat(cells).as(line).hasSize(7);
            return new Row(
                    cells[0].strip(),
                    cells[1].strip(),
                    cells[2].strip(),
                    cells[3].strip(),
                    cells[4].replaceFirst("^ ", ""),
                    Integer.parseInt(cells[5].strip()),
                    cells[6].strip());
        }
    }

    private static List<Row> rows() throws IOException {
        try (InputStream rows = EnvSyncRowsIT.class.getResourceAsStream("/envsync-rows.txt")) {
            return new String(Objects.requireNonNull(rows).readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Row::parse)
                    .toList();
        }
    }

    private void check(Row row) throws IOException {
        String answer = exchange(request(row));
        int end = answer.indexOf("\r\n\r\n");
        String head = answer.substring(0, end);
        String body = answer.substring(end + 4);
        assertThat(head).as(body).startsWith("HTTP/1.1 " + row.status() + " ");
        String wanted = row.answer().replace("\\uFFFD", "\uFFFD");
        if (wanted.equals("-")) {
            assertThat(body).isEmpty();
        } else if (wanted.startsWith("~")) {
            assertThat(body).contains(wanted.substring(1));
        } else if (wanted.contains("TIME")) {
            assertThat(body)
                    .matches(Arrays.stream(wanted.split("TIME", -1))
                            .map(Pattern::quote)
                            .collect(Collectors.joining(TIME)));
        } else {
            assertThat(body).isEqualTo(wanted);
        }
        assertThat(body).doesNotContain("c4n4ry");
        List<String> fields = head.lines().skip(1).toList();
        assertThat(fields).as("JSON without a charset").contains("Content-Type: application/json");
        if (!wanted.startsWith("{\"error\"")) {
            // Beyond /env another protocol answers, which has fields of its own.
            assertThat(fields).noneMatch(UNWANTED.asMatchPredicate());
        }
        String call = row.request().replaceFirst("\\?.*", "");
        String allowed =
                row.status() == 405 ? call.endsWith("/diff") || call.startsWith("POST /api") ? "GET" : "GET, POST" : "";
        assertThat(fields.stream().filter(field -> field.startsWith("Allow: ")))
                .as("all methods of the path")
                .isEqualTo(allowed.isEmpty() ? List.of() : List.of("Allow: " + allowed));
    }

    private byte[] request(Row row) throws IOException {
        byte[] body = body(row.body());
        String authorization = authorization(row.who());
        String head =
                filled(row.request()).replace("TOKEN", token("owner")) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + (authorization == null ? "" : "Authorization: " + authorization + "\r\n")
                        + switch (row.type()) {
                            case "-" -> "";
                            case "json" -> "Content-Type: application/json\r\n";
                            default -> "Content-Type: " + row.type() + "\r\n";
                        }
                        + (body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n") + "\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(head.getBytes(ISO_8859_1));
        request.write(body);
        return request.toByteArray();
    }

    private static byte[] body(String cell) {
        String text = filled(cell).replaceFirst("^BOM", "\uFEFF");
        int cut = text.indexOf("BYTE");
        if (cut < 0) {
            return text.getBytes(UTF_8);
        }
        // One byte that is no UTF-8 where it stands.
        String bytes = new String(text.getBytes(UTF_8), ISO_8859_1);
        char odd = (char) Integer.parseInt(text.substring(cut + 4, cut + 6), 16);
        return bytes.replaceFirst("BYTE..", String.valueOf(odd)).getBytes(ISO_8859_1);
    }

    private static String filled(String cell) {
        String text = NAMES.matcher(cell)
                .replaceAll(match -> IntStream.range(0, Integer.parseInt(match.group(1)))
                        .mapToObj(i -> "\"K" + i + "\"")
                        .collect(Collectors.joining(",", "[", "]")));
        return LONG.matcher(text).replaceAll(match -> match.group(1).repeat(Integer.parseInt(match.group(2))));
    }

    private static String authorization(String who) {
        if (who.equals("none")) {
            return null;
        }
        if (who.startsWith("=")) {
            return who.substring(1).replace("TAB", "\t").replace("TOKEN", token("owner"));
        }
        return "Bearer " + token(who);
    }

    private static String token(String who) {
        return switch (who) {
            case "bad" -> "a.b.c";
            case "owner" -> EnvSyncUser.token("{\"email\":\"ada@example.com\",\"role\":\"owner\"}");
            case "dev" ->
                EnvSyncUser.token("{\"email\":\"dan@example.com\",\"role\":\"developer\",\"project_ids\":[\"app\"]}");
            case "ro" ->
                EnvSyncUser.token("{\"email\":\"rita@example.com\",\"role\":\"readonly\",\"project_ids\":[\"app\"]}");
            default -> odd(who);
        };
    }

    private static String odd(String who) {
        Matcher odd = Pattern.compile("(?:(\\w+) )?([{\\[].*)").matcher(who);
        assertThat(odd.matches()).as(who).isTrue();
        String claims = odd.group(2);
        String kind = Objects.requireNonNullElse(odd.group(1), "HS256");
        return switch (kind) {
            case "HS256", "HS384", "HS512" -> signed(claims, kind);
            case "other" -> EnvSyncUser.token(claims, JWSAlgorithm.HS256, "x".repeat(40));
            case "cut" -> EnvSyncUser.token(claims).replaceFirst("[^.]*$", "");
            default -> encoded("{\"alg\":\"" + kind + "\",\"typ\":\"JWT\"}") + "." + encoded(claims) + ".";
        };
    }

    /** By hand: the library makes no longer hashes with the secret of this server. */
    private static String signed(String claims, String algorithm) {
        String text = encoded("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}") + "." + encoded(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA" + algorithm.substring(2));
            mac.init(new SecretKeySpec(EnvSyncUser.SECRET.getBytes(UTF_8), "HMAC"));
            return text + "." + BASE64.encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return BASE64.encodeToString(text.getBytes(UTF_8));
    }

    private String exchange(byte[] request) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request);
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void ofTwoHeadersTheFirstCounts() throws IOException {
        List<String> statuses = new ArrayList<>();
        for (String fields : List.of("GOOD\r\nBAD", "BAD\r\nGOOD")) {
            String head = "GET /env/nobodys/none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + fields.replace("GOOD", "Authorization: Bearer " + token("owner"))
                            .replace("BAD", "Authorization: Bearer x")
                    + "\r\n\r\n";
            statuses.add(exchange(head.getBytes(ISO_8859_1)).substring(9, 12));
        }
        assertThat(statuses).containsExactly("404", "401");
    }
}
