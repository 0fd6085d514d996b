package io.envdrift.http;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which certificate authorities are trusted: the platform's and those in extra PEM files. Host names are always
 * checked.
 *
 * <p>Files are read when the first TLS connection needs them. Safe for use by several threads.
 */
public final class Tls {
    /** The usual variables that name a PEM file with more authorities. */
    private static final List<String> VARIABLES = List.of("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE");

    private final Set<Path> files;
    private @Nullable Trust trust;

    private record Trust(X509TrustManager manager, SSLContext context) {}

    private Tls(Collection<Path> files) {
        this.files = new LinkedHashSet<>(files);
    }

    /** Trusts the platform's authorities, and those in PEM files. */
    public static Tls trusting(Collection<Path> files) {
        return new Tls(files);
    }

    /**
     * Trusts the platform's authorities, those in a file of the settings, and those in the files that {@code
     * SSL_CERT_FILE}, {@code REQUESTS_CA_BUNDLE} and the provider's own variables name.
     *
     * @param more names of further variables, as in {@code AWS_CA_BUNDLE}
     */
    public static Tls from(Map<String, String> environment, Optional<Path> caFile, String... more) {
        Stream<Path> named = Stream.concat(VARIABLES.stream(), Stream.of(more))
                .map(name -> environment.getOrDefault(name, "").strip())
                .filter(value -> !value.isEmpty())
                .map(Path::of);
        return new Tls(Stream.concat(caFile.stream(), named).toList());
    }

    /**
     * Returns the trust manager, for an SDK that makes its own connections.
     *
     * @throws EnvdriftException {@code FILE_NOT_FOUND}, {@code FILE_ACCESS} or {@code VAULT_SETTINGS} when an extra file
     *     cannot be read
     */
    public X509TrustManager trustManager() {
        return trust().manager;
    }

    /** Returns the socket factory that goes with {@link #trustManager()}. It leaves the check of names to its user. */
    public SSLSocketFactory socketFactory() {
        return trust().context.getSocketFactory();
    }

    /** Puts TLS over a connection, with the check of the host's name switched on. No byte is exchanged yet. */
    SSLSocket over(Socket connection, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) socketFactory().createSocket(connection, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    private synchronized Trust trust() {
        if (trust == null) {
            trust = load();
        }
        return trust;
    }

    private Trust load() {
        try {
            X509TrustManager manager = managerOver(null);
            if (!files.isEmpty()) {
                KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
                all.load(null, null);
                int number = 0;
                for (X509Certificate certificate : manager.getAcceptedIssuers()) {
                    all.setCertificateEntry("platform-" + number++, certificate);
                }
                for (Path file : files) {
                    for (X509Certificate certificate : PemFile.certificates(file)) {
                        all.setCertificateEntry("extra-" + number++, certificate);
                    }
                }
                manager = managerOver(all);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return new Trust(manager, context);
        } catch (GeneralSecurityException | IOException e) {
            throw new EnvdriftException(
                    ErrorCode.INTERNAL, "This Java installation cannot do TLS: " + e.getMessage(), null, e);
        }
    }

    private static X509TrustManager managerOver(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Stream.of(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no trust manager"));
    }
}
