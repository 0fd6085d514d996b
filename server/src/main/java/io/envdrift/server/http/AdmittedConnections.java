package io.envdrift.server.http;

import io.envdrift.server.pipeline.CallerAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Serves so many connections of one address at once; further ones wait unread, and beyond that are closed. Jetty's
 * {@code ConnectionLimit} counts those of all addresses together, and keeps others out when one has them all.
 */
final class AdmittedConnections extends HttpConnectionFactory {
    private final TrustedProxies proxies;
    private final AddressSlots slots;

    AdmittedConnections(HttpConfiguration configuration, HttpSettings settings, Executor executor) {
        super(configuration);
        this.proxies = new TrustedProxies(settings.proxies());
        int most = settings.limits().connectionsPerAddress();
        this.slots = new AddressSlots(most, most, executor);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        HttpConnection connection = new Admitted(getHttpConfiguration(), connector, endPoint);
        connection.setUseInputDirectByteBuffers(isUseInputDirectByteBuffers());
        connection.setUseOutputDirectByteBuffers(isUseOutputDirectByteBuffers());
        return configure(connection, connector, endPoint);
    }

    private final class Admitted extends HttpConnection {
        private final String address;
        private final Runnable opening = this::openAdmitted;
        private boolean counted;

        Admitted(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
            SocketAddress remote = endPoint.getRemoteSocketAddress();
            this.address = remote instanceof InetSocketAddress internet && internet.getAddress() != null
                    ? internet.getAddress().getHostAddress()
                    : "";
        }

        @Override
        public void onOpen() {
            if (address.isEmpty() || proxies.isTrusted(address)) {
                super.onOpen();
                return;
            }
            switch (slots.enter(CallerAddress.group(address), opening)) {
                case TAKEN -> openAdmitted();
                case WAITING -> {}
                case REFUSED -> getEndPoint().close();
            }
        }

        private void openAdmitted() {
            synchronized (this) {
                counted = true;
            }
            super.onOpen();
        }

        @Override
        protected HttpStreamOverHTTP1 newHttpStream(String method, String target, HttpVersion version) {
            return super.newHttpStream(method, PathEscapes.readable(target), version);
        }

        @Override
        public void onClose(Throwable cause) {
            String group = CallerAddress.group(address);
            boolean leaves;
            synchronized (this) {
                leaves = counted;
                counted = false;
            }
            if (leaves) {
                slots.leave(group);
            } else {
                slots.giveUp(group, opening);
            }
            super.onClose(cause);
        }
    }
}
