package io.envdrift.http;

import io.envdrift.base.Secret;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** An open connection that carries one exchange after the other. */
final class Connection implements AutoCloseable {
    private final Route route;
    private final SocketChannel channel;
    private final Socket socket;
    private final InputStream in;
    private boolean perhapsSent;
    private boolean reusable;

    Connection(Route route, SocketChannel channel, Socket socket) throws IOException {
        this.route = route;
        this.channel = channel;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    Route route() {
        return route;
    }

    SocketChannel channel() {
        return channel;
    }

    /** Tells whether something of the latest request may have left. */
    boolean perhapsSent() {
        return perhapsSent;
    }

    /** Tells whether another exchange may follow. */
    boolean reusable() {
        return reusable;
    }

    /** Tells whether an idle connection is still open, and silent as it should be. */
    boolean isAlive() {
        try {
            channel.configureBlocking(false);
            boolean silent = in.available() == 0 && channel.read(ByteBuffer.allocate(1)) == 0;
            channel.configureBlocking(true);
            return silent;
        } catch (IOException e) {
            return false;
        }
    }

    HttpResponse exchange(HttpRequest request, int largestBody) throws IOException {
        reusable = false;
        perhapsSent = false;
        byte[] bytes = message(request);
        perhapsSent = true;
        IOException unwritten = null;
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // A server may refuse a large body before it has all of it, and then stop to read: look for its answer.
            unwritten = e;
        }
        ResponseReader reader = new ResponseReader(in, route.describe(), largestBody);
        try {
            HttpResponse response = reader.read(request.method());
            reusable = unwritten == null && reader.reusable();
            return response;
        } catch (IOException e) {
            throw unwritten == null ? e : unwritten;
        }
    }

    private byte[] message(HttpRequest request) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(head(request).getBytes(StandardCharsets.ISO_8859_1));
        message.writeBytes(request.body());
        return message.toByteArray();
    }

    private String head(HttpRequest request) {
        StringBuilder head = new StringBuilder();
        head.append(request.method()).append(' ').append(target(request.uri())).append(" HTTP/1.1\r\n");
        HttpHeaders headers = request.headers();
        if (headers.all("Host").isEmpty()) {
            line(head, "Host", route.hostField());
        }
        if (headers.all("User-Agent").isEmpty()) {
            line(head, "User-Agent", "envdrift");
        }
        headers.asMap().forEach((name, values) -> values.forEach(value -> line(head, name, value)));
        if (headers.all("Content-Length").isEmpty() && (request.body().length > 0 || mayHaveBody(request.method()))) {
            line(head, "Content-Length", Integer.toString(request.body().length));
        }
        if (route.throughReadingProxy()) {
            route.proxy()
                    .flatMap(HttpProxy::authorization)
                    .map(Secret::reveal)
                    .ifPresent(value -> line(head, "Proxy-Authorization", value));
        }
        return head.append("\r\n").toString();
    }

    private String target(URI uri) {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
        return (route.throughReadingProxy() ? route.describe() : "") + path + query;
    }

    private static boolean mayHaveBody(String method) {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    /** Ends the connection without a word of goodbye: that could block. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nobody can do anything about it, and nothing is lost.
            return;
        }
    }
}
