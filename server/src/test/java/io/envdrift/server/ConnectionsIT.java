package io.envdrift.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.server.http.TlsFiles;
import io.envdrift.server.store.StorageSettings;
import io.envdrift.vaultenv.protocol.CreateProject;
import io.envdrift.vaultenv.protocol.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are silent, slow or in the midst of a call. */
class ConnectionsIT {
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStopEndsIdleConnectionsAndLetsCallsThatAreRunningFinish(boolean tls) throws Exception {
        StorageSettings storage = StorageSettings.sqlite(directory);
        TlsFiles files = TestCertificate.keyPair(directory, "EC");
        ServerSettings settings = tls ? TestServers.settings(storage, files) : TestServers.settings(storage);
        String body = new CreateProject("slow", false).toJson();
        int most = body.length() - 5;
        try (BlobServer server = BlobServer.start(settings, InstantSource.system());
                Socket idle = tls ? trusting(server, files) : plain(server);
                Socket running = tls ? trusting(server, files) : plain(server)) {
            running.getOutputStream().write(post("Expect: 100-continue\r\n", body.length(), ""));
            // The call is running once the server asks for its body.
            assertThat(new String(running.getInputStream().readNBytes(CONTINUE.length()), StandardCharsets.US_ASCII))
                    .isEqualTo(CONTINUE);
            running.getOutputStream().write(body.substring(0, most).getBytes(StandardCharsets.US_ASCII));
            idle.getOutputStream().write(post("", 2, "{}"));
            assertThat(idle.getInputStream().read()).isNotNegative();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> server.close());
            idle.getInputStream().readAllBytes();
            running.getOutputStream().write(body.substring(most).getBytes(StandardCharsets.US_ASCII));
            String answer = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200").contains("project_id");
            stopped.get(60, TimeUnit.SECONDS);
        }
    }

    private static Socket plain(BlobServer server) throws IOException {
        return new Socket("127.0.0.1", server.address().getPort());
    }

    private static Socket trusting(BlobServer server, TlsFiles files) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(files.certificate())) {
            store.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory()
                .createSocket("127.0.0.1", server.address().getPort());
    }

    private static byte[] post(String header, int length, String body) {
        return ("POST " + Endpoint.CREATE_PROJECT.path() + " HTTP/1.1\r\nHost: localhost\r\n" + header
                        + "Content-Length: " + length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
