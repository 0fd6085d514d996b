package io.envdrift.provider.azure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * A certificate with its private key, made by the JDK's own keytool.
 *
 * @param pfx in PKCS#12 form, under {@link #PASSWORD}
 * @param pem in PEM form
 */
record TestCertificate(X509Certificate certificate, Path pfx, Path pem) {
    static final String PASSWORD = "canary-token.password";

    static TestCertificate in(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
        Path pfx = directory.resolve("application.pfx");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "application",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=envdrift-test",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        pfx.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream input = Files.newInputStream(pfx)) {
            store.load(input, PASSWORD.toCharArray());
        }
        X509Certificate certificate = (X509Certificate) store.getCertificate("application");
        byte[] key = store.getKey("application", PASSWORD.toCharArray()).getEncoded();
        Path pem = directory.resolve("application.pem");
        Files.writeString(pem, block("PRIVATE KEY", key) + block("CERTIFICATE", certificate.getEncoded()));
        return new TestCertificate(certificate, pfx, pem);
    }

    private static String block(String type, byte[] content) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
    }
}
