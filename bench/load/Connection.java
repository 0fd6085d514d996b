import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;

/** One kept connection, as cheap as a client can be, so that the server is what is measured. */
final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Connection(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Returns a whole request. Each line of {@code headers} ends with CRLF. */
    static byte[] request(String method, String path, String headers, String body) {
        byte[] content = body.getBytes(UTF_8);
        byte[] head = (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: "
                        + content.length + "\r\n\r\n")
                .getBytes(UTF_8);
        byte[] request = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, request, head.length, content.length);
        return request;
    }

    /** Sends a request and returns the body of its answer, which must have this status. */
    byte[] exchange(byte[] request, int expected) throws IOException {
        socket.getOutputStream().write(request);
        String status = line();
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        if (!status.contains(" " + expected + " ")) {
            throw new IOException(status + " " + new String(body, UTF_8));
        }
        return body;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("connection closed");
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
