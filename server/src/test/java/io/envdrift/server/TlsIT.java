package io.envdrift.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.server.http.HttpSettings;
import io.envdrift.server.http.TlsFiles;
import io.envdrift.server.store.Quotas;
import io.envdrift.server.store.StorageSettings;
import io.envdrift.vaultenv.VaultServer;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIT {
    private static final String PASSWORD = "not-a-secret";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void servesHttpsWithAKeyPair(String algorithm) throws Exception {
        TlsFiles files = keyPair(algorithm);
        try (BlobServer server = BlobServer.start(settings(files), InstantSource.system())) {
            URI address = URI.create("https://localhost:" + server.address().getPort());
            Map<String, String> trusting =
                    Map.of("SSL_CERT_FILE", files.certificate().toString());
            try (VaultServer client = VaultServer.at(address, trusting, Duration.ofSeconds(20));
                    VaultServer stranger = VaultServer.at(address, Map.of(), Duration.ofSeconds(20))) {
                assertThat(client.createProject("a", false, Optional.empty()).projectId())
                        .isNotEmpty();
                assertThatThrownBy(() -> stranger.createProject("a", false, Optional.empty()))
                        .hasMessageContaining("not trusted");
            }
        }
    }

    @Test
    void aKeyThatCannotBeUsedIsSaidAndNotQuoted() throws Exception {
        TlsFiles files = keyPair("EC");
        Files.writeString(files.key(), "-----BEGIN PRIVATE KEY-----\nc0ffee\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> BlobServer.start(settings(files), InstantSource.system()))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("for TLS")
                .hasMessageNotContaining("c0ffee");
    }

    private ServerSettings settings(TlsFiles files) {
        HttpSettings http = new HttpSettings("127.0.0.1", 0, 1 << 20, List.of(), Optional.of(files));
        return new ServerSettings(
                http,
                StorageSettings.sqlite(directory.resolve("data")),
                Optional.empty(),
                Quotas.NONE,
                0,
                "127.0.0.1",
                OptionalInt.empty());
    }

    private TlsFiles keyPair(String algorithm) throws Exception {
        Path store = directory.resolve("store.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=localhost",
                        "-keyalg",
                        algorithm,
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return new TlsFiles(
                pem("CERTIFICATE", keys.getCertificate("a").getEncoded()),
                pem("PRIVATE KEY", keys.getKey("a", PASSWORD.toCharArray()).getEncoded()));
    }

    private Path pem(String label, byte[] der) throws Exception {
        String text = "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label + "-----\n";
        return Files.writeString(directory.resolve(label.replace(' ', '-') + ".pem"), text);
    }
}
