package io.envdrift.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.junit.jupiter.api.Test;

class ClientConnectionTest {
    private static final int LARGEST_BODY = 2000;
    private static final List<String> SEEDS = List.of(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 11\r\n\r\nhello world",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nA: b\r\n\r\n",
            "HTTP/1.0 404 Not Found\r\nConnection: close\r\n\r\nno",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nDate: x\r\n\r\n");

    private static HttpResponse read(byte[] bytes) throws IOException {
        try (ClientConnection connection = new ClientConnection()) {
            connection.bind(new Scripted(bytes));
            ClassicHttpResponse response = new HttpRequestExecutor()
                    .execute(new BasicClassicHttpRequest("GET", "/"), connection, HttpCoreContext.create());
            return Exchange.answer(response, LARGEST_BODY, "https://x");
        } catch (HttpException e) {
            throw new IOException(e);
        }
    }

    /** A socket over which everything has come already. */
    private static final class Scripted extends Socket {
        private final ByteArrayInputStream in;

        Scripted(byte[] bytes) {
            in = new ByteArrayInputStream(bytes);
        }

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }
    }

    @Test
    void whateverComesItIsAnAnswerOrADocumentedFailure() throws Exception {
        Random random = new Random(4711);
        int answers = 0;
        int failures = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = mutated(SEEDS.get(i % SEEDS.size()).getBytes(StandardCharsets.ISO_8859_1), random);
            try {
                HttpResponse response = read(bytes);
                assertThat(response.status()).isBetween(200, 599);
                assertThat(response.body().length).isLessThanOrEqualTo(Math.min(bytes.length, LARGEST_BODY));
                answers++;
            } catch (IOException | HttpFailure e) {
                failures++;
            }
        }
        assertThat(answers).isGreaterThan(1000);
        assertThat(failures).isGreaterThan(1000);
    }

    private static byte[] mutated(byte[] seed, Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte b : seed) {
            switch (random.nextInt(60)) {
                case 0 -> bytes.write(random.nextInt(256));
                case 1 -> bytes.writeBytes(new byte[] {b, b});
                case 2 -> {} // left out
                default -> bytes.write(b);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void everyDivisionIntoChunksGivesTheSameBody() throws Exception {
        Random random = new Random(815);
        for (int i = 0; i < 500; i++) {
            byte[] body = new byte[random.nextInt(LARGEST_BODY + 1)];
            random.nextBytes(body);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            answer.writeBytes(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int from = 0; from < body.length; ) {
                int length = 1 + random.nextInt(body.length - from);
                answer.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                answer.write(body, from, length);
                answer.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
                from += length;
            }
            answer.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(read(answer.toByteArray()).body()).isEqualTo(body);
        }
    }

    @Test
    void everyPrefixOfAnAnswerWithAnEndIsCutOff() {
        for (String seed : SEEDS.subList(0, 2)) {
            for (int length = 0; length < seed.length(); length++) {
                byte[] prefix = seed.substring(0, length).getBytes(StandardCharsets.ISO_8859_1);
                assertThatThrownBy(() -> read(prefix)).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void theNumberOfFieldsIsLimited() throws Exception {
        String field = "a: b\r\n";
        String end = "Content-Length: 0\r\n\r\n";
        read(("HTTP/1.1 200 OK\r\n" + field.repeat(255) + end).getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() ->
                        read(("HTTP/1.1 200 OK\r\n" + field.repeat(256) + end).getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IOException.class);
    }
}
