package io.envdrift.server.http;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * The server's certificate chain and its private key, both in PEM.
 *
 * @param certificate the chain, the server's own certificate first
 * @param key the key in PKCS #8, not encrypted
 */
public record TlsFiles(Path certificate, Path key) {
    private static final char[] IN_MEMORY_ONLY = "not a secret: the store never leaves memory".toCharArray();
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    /**
     * Reads both files.
     *
     * @throws EnvdriftException {@code SERVER} when one cannot be read or has another form
     */
    SslContextFactory.Server load() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificate)))
                    .toArray(new Certificate[0]);
            if (chain.length == 0) {
                throw unusable(certificate, "it holds no certificate", null);
            }
            store.setKeyEntry("server", readKey(chain[0].getPublicKey().getAlgorithm()), IN_MEMORY_ONLY, chain);
            SslContextFactory.Server factory = new SslContextFactory.Server();
            factory.setKeyStore(store);
            factory.setKeyStorePassword(new String(IN_MEMORY_ONLY));
            return factory;
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(certificate, String.valueOf(e.getMessage()), e);
        }
    }

    private PrivateKey readKey(String algorithm) throws IOException {
        String pem = Files.readString(key, StandardCharsets.US_ASCII);
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw unusable(key, "it holds no unencrypted PKCS #8 key", null);
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            // The cause is left out: its text could quote the key.
            throw unusable(key, "it is no " + algorithm + " key in PKCS #8", null);
        }
    }

    private static EnvdriftException unusable(Path file, String why, @Nullable Throwable cause) {
        return new EnvdriftException(
                ErrorCode.SERVER,
                "Cannot use " + file + " for TLS: " + why,
                "convert a key with: openssl pkcs8 -topk8 -nocrypt",
                cause);
    }
}
