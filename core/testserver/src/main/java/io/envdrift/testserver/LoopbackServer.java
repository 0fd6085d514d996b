package io.envdrift.testserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * A server on a free loopback port that lets a {@link Behaviour} answer, however wrong, and remembers what it was asked.
 * Connections are kept until one side ends them.
 */
public final class LoopbackServer implements AutoCloseable {
    private static final int BACKLOG = 200;

    private final ServerSocket listener;
    private final String scheme;
    private final Behaviour behaviour;
    private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread acceptor;

    private LoopbackServer(ServerSocketFactory sockets, String scheme, Behaviour behaviour) throws IOException {
        this.scheme = scheme;
        this.behaviour = behaviour;
        this.listener = sockets.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        this.acceptor = Thread.ofVirtual().start(this::accept);
    }

    /** Starts a server without TLS. */
    public static LoopbackServer http(Behaviour behaviour) throws IOException {
        return new LoopbackServer(ServerSocketFactory.getDefault(), "http", behaviour);
    }

    /**
     * Starts a server with TLS.
     *
     * @param sockets from {@link TestAuthority#issue}
     */
    public static LoopbackServer https(ServerSocketFactory sockets, Behaviour behaviour) throws IOException {
        return new LoopbackServer(sockets, "https", behaviour);
    }

    /** Returns the URI of a path, with {@code localhost} as the host. */
    public URI uri(String path) {
        return URI.create(scheme + "://localhost:" + port() + path);
    }

    /** Returns the port it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Returns all requests so far that arrived completely, in order of arrival. */
    public List<ReceivedRequest> requests() {
        return List.copyOf(requests);
    }

    /** Returns how many connections were made so far. */
    public int connections() {
        return connections.get();
    }

    /** Ends all connections that are open, as a server does with idle ones. */
    public void dropConnections() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** When this returns, nobody listens and nothing is answered any more. */
    @Override
    public void close() throws IOException {
        closing.countDown();
        listener.close();
        try {
            // A connection that is being accepted right now would otherwise be served.
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dropConnections();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                if (closing.getCount() == 0) {
                    socket.close();
                    return;
                }
                sockets.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // The test is over.
            return;
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            while (true) {
                ReceivedRequest request = ReceivedRequest.read(socket.getInputStream());
                int number;
                synchronized (requests) {
                    requests.add(request);
                    number = requests.size();
                }
                behaviour.serve(new Exchange(socket, request, number, closing));
            }
        } catch (IOException e) {
            // The client, or the behaviour, ended the connection.
            return;
        } finally {
            sockets.remove(socket);
        }
    }
}
