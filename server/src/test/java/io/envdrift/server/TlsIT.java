package io.envdrift.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.server.http.TlsFiles;
import io.envdrift.server.store.StorageSettings;
import io.envdrift.vaultenv.VaultServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA"})
    void servesHttpsWithAKeyPair(String algorithm) throws Exception {
        TlsFiles files = TestCertificate.keyPair(directory, algorithm);
        try (BlobServer server = BlobServer.start(
                TestServers.settings(StorageSettings.sqlite(directory.resolve("data")), files),
                InstantSource.system())) {
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
        TlsFiles files = TestCertificate.keyPair(directory, "EC");
        Files.writeString(files.key(), "-----BEGIN PRIVATE KEY-----\nc0ffee\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> BlobServer.start(
                        TestServers.settings(StorageSettings.sqlite(directory.resolve("data")), files),
                        InstantSource.system()))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("for TLS")
                .hasMessageNotContaining("c0ffee");
    }
}
