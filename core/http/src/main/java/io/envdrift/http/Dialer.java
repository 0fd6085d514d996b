package io.envdrift.http;

import io.envdrift.base.Deadline;
import io.envdrift.base.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;

/** Makes connections: name look-up, connection, tunnel through a proxy and TLS, all within one time limit. */
final class Dialer {
    private final HttpLimits limits;
    private final Tls tls;

    Dialer(HttpLimits limits, Tls tls) {
        this.limits = limits;
        this.tls = tls;
    }

    /**
     * Connects.
     *
     * @throws HttpFailure when that fails; nothing of a request was sent then
     */
    Connection open(Route route, Deadline exchange) {
        Duration limit = exchange.remainingAtMost(limits.connect());
        Attempt attempt = new Attempt(route, limit, Deadline.in(limit));
        try {
            return attempt.connect();
        } catch (IOException e) {
            throw attempt.failure(e);
        }
    }

    /** One connection in the making. */
    private final class Attempt {
        private final Route route;
        private final Duration limit;
        private final Deadline cut;
        private String endpoint;

        Attempt(Route route, Duration limit, Deadline cut) {
            this.route = route;
            this.limit = limit;
            this.cut = cut;
            this.endpoint =
                    route.proxy().map(proxy -> "proxy " + proxy.hostAndPort()).orElseGet(route::describe);
        }

        Connection connect() throws IOException {
            SocketChannel channel = route.proxy().isPresent()
                    ? dial(route.proxy().get().host(), route.proxy().get().port())
                    : dial(route.host(), route.port());
            boolean done = false;
            try (Watchdog watchdog = Watchdog.over(channel, cut)) {
                Connection connection = new Connection(route, channel, secured(channel.socket()));
                done = watchdog.callOff();
                if (!done) {
                    throw new SocketTimeoutException("closed at the last moment");
                }
                return connection;
            } finally {
                if (!done) {
                    channel.close();
                }
            }
        }

        /** Tries the host's addresses in turn, and leaves each of those to come its share of the time. */
        private SocketChannel dial(String host, int port) throws IOException {
            InetAddress[] addresses = lookUp(host);
            IOException last = new UnknownHostException(host);
            for (int i = 0; i < addresses.length; i++) {
                SocketChannel channel = SocketChannel.open();
                try {
                    channel.socket().setTcpNoDelay(true);
                    long share = cut.remaining().toMillis() / (addresses.length - i);
                    channel.socket().connect(new InetSocketAddress(addresses[i], port), (int) Math.max(1, share));
                    return channel;
                } catch (IOException e) {
                    channel.close();
                    last = e;
                }
            }
            throw last;
        }

        /** Looks a name up in a thread of its own: the system's resolver knows no time limit and cannot be interrupted. */
        private InetAddress[] lookUp(String host) throws IOException {
            if (NoProxy.literal(host).isPresent()) {
                return new InetAddress[] {InetAddress.getByName(host)};
            }
            FutureTask<InetAddress[]> lookUp = new FutureTask<>(() -> InetAddress.getAllByName(host));
            Thread.ofPlatform().daemon().name("envdrift-http-names").start(lookUp);
            try {
                return lookUp.get(cut.remaining().toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw new UnknownHostException(host);
            } catch (TimeoutException e) {
                throw new SocketTimeoutException("name look-up");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        private Socket secured(Socket socket) throws IOException {
            Socket way = socket;
            if (route.proxy().isPresent()) {
                HttpProxy proxy = route.proxy().get();
                way = proxy.tls() ? handshake(way, proxy.host(), proxy.port()) : way;
                if (!route.tls()) {
                    return way;
                }
                tunnel(way, proxy);
            }
            endpoint = route.describe();
            return route.tls() ? handshake(way, route.host(), route.port()) : way;
        }

        private Socket handshake(Socket way, String host, int port) throws IOException {
            SSLSocket socket = tls.over(way, host, port);
            socket.startHandshake();
            return socket;
        }

        private void tunnel(Socket way, HttpProxy proxy) throws IOException {
            String authorization = proxy.authorization()
                    .map(Secret::reveal)
                    .map(value -> "Proxy-Authorization: " + value + "\r\n")
                    .orElse("");
            String request = "CONNECT " + route.hostAndPort() + " HTTP/1.1\r\nHost: " + route.hostAndPort() + "\r\n"
                    + authorization + "\r\n";
            way.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            // Byte by byte: what follows the head belongs to TLS already.
            int status = new ResponseReader(way.getInputStream(), endpoint, 0)
                    .readHead()
                    .status();
            if (status >= 500) {
                throw new HttpFailure(
                        HttpFailure.Kind.REFUSED, route.describe(), endpoint + " answered " + status, false, null);
            }
            if (status < 200 || status >= 300) {
                throw new HttpFailure(
                        HttpFailure.Kind.PROXY, route.describe(), endpoint + " answered " + status, false, null);
            }
        }

        HttpFailure failure(IOException e) {
            return HttpFailure.of(e, endpoint, cut, "no connection within " + limit.toMillis() + " ms", false);
        }
    }
}
