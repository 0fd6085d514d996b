package io.envdrift.http;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.files.FileErrors;
import io.envdrift.files.FileSnapshot;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates from a PEM file; other text in it, such as comments and keys, is ignored. */
final class PemFile {
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]*+)-----END CERTIFICATE-----");

    private PemFile() {}

    /**
     * Returns all certificates.
     *
     * @throws EnvdriftException {@code FILE_NOT_FOUND} or {@code FILE_ACCESS} when it cannot be read, {@code
     *     VAULT_SETTINGS} when it holds no certificate or a broken one
     */
    static List<X509Certificate> certificates(Path file) {
        byte[] content = FileSnapshot.named(file)
                .content()
                .orElseThrow(() -> FileErrors.failed(
                        "read the certificate authorities in", file, new NoSuchFileException(file.toString())));
        Matcher blocks = CERTIFICATE.matcher(new String(content, StandardCharsets.ISO_8859_1));
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (blocks.find()) {
                byte[] der = Base64.getMimeDecoder().decode(blocks.group(1));
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw unusable(file, "holds a broken certificate");
        }
        if (certificates.isEmpty()) {
            throw unusable(file, "holds no certificate");
        }
        return certificates;
    }

    private static EnvdriftException unusable(Path file, String why) {
        return new EnvdriftException(
                ErrorCode.VAULT_SETTINGS,
                "The file of certificate authorities " + file + " " + why,
                "it must be in PEM form: lines between -----BEGIN CERTIFICATE----- and -----END CERTIFICATE-----");
    }
}
