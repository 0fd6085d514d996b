package io.envdrift.http;

import io.envdrift.base.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Connects under one time limit. The library's own way has no limit for the look-up of names, and lets the first of a
 * host's addresses use up the time of all others.
 */
final class AddressDialer implements HttpClientConnectionOperator {
    private final HttpClientConnectionOperator library;

    AddressDialer(Tls tls) {
        TlsSocketStrategy strategy = (socket, host, port, attachment, context) -> {
            SSLSocket secured = tls.over(socket, host, port);
            secured.startHandshake();
            return secured;
        };
        library = new DefaultHttpClientConnectionOperator(
                new ChannelSockets(), null, null, scheme -> scheme.equals("https") ? strategy : null);
    }

    /** Creates sockets that an interruption of the thread closes. */
    private static final class ChannelSockets implements DetachedSocketFactory {
        @Override
        public Socket create(@Nullable Proxy proxy) throws IOException {
            return SocketChannel.open().socket();
        }
    }

    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost host,
            @Nullable InetSocketAddress local,
            TimeValue limit,
            SocketConfig config,
            HttpContext context)
            throws IOException {
        connect(connection, host, null, local, Timeout.of(limit.toDuration()), config, null, context);
    }

    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost host,
            @Nullable NamedEndpoint name,
            @Nullable InetSocketAddress local,
            Timeout limit,
            SocketConfig config,
            @Nullable Object attachment,
            HttpContext context)
            throws IOException {
        Deadline cut = Deadline.in(limit.toDuration());
        InetAddress[] addresses = lookUp(host.getHostName(), cut);
        IOException last = new UnknownHostException(host.getHostName());
        for (int i = 0; i < addresses.length; i++) {
            long share = cut.remaining().toMillis() / (addresses.length - i);
            HttpHost address = new HttpHost(host.getSchemeName(), addresses[i], host.getHostName(), host.getPort());
            try {
                library.connect(
                        connection,
                        address,
                        name,
                        local,
                        Timeout.ofMilliseconds(Math.max(1, share)),
                        config,
                        attachment,
                        context);
                return;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    @Override
    public void upgrade(ManagedHttpClientConnection connection, HttpHost host, HttpContext context) throws IOException {
        library.upgrade(connection, host, context);
    }

    /** Looks a name up in a thread of its own: the system's resolver knows no time limit and cannot be interrupted. */
    private static InetAddress[] lookUp(String host, Deadline cut) throws IOException {
        if (NoProxy.literal(host).isPresent()) {
            return new InetAddress[] {InetAddress.getByName(host)};
        }
        FutureTask<InetAddress[]> lookUp = new FutureTask<>(() -> InetAddress.getAllByName(host));
        Thread.ofPlatform().daemon().name("envdrift-http-names").start(lookUp);
        try {
            Duration left = cut.remaining();
            return lookUp.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new UnknownHostException(host);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("name look-up");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
