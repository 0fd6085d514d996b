package io.envdrift.testserver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority that lives for one test run, made by the JDK's own keytool. */
public final class TestAuthority {
    private static final char[] PASSWORD = "not-a-secret".toCharArray();
    private static final String ROOT = "root";

    /** Half the processor time of a keytool that gets ready to run for long. */
    private static final List<String> SHORT_LIVED = List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC");

    private final Path directory;
    private final Map<List<String>, ServerSocketFactory> issued = new HashMap<>();

    private TestAuthority(Path directory) {
        this.directory = directory;
    }

    /** Makes an authority that keeps its files in a directory. */
    public static TestAuthority in(Path directory) throws IOException {
        TestAuthority authority = new TestAuthority(directory);
        authority.generate(ROOT, "CN=envdrift test authority", "-ext", "bc:c");
        Certificate root = authority.entry(ROOT).getCertificate();
        try {
            String body = Base64.getMimeEncoder().encodeToString(root.getEncoded());
            Files.writeString(
                    authority.file(), "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        return authority;
    }

    /** Returns the PEM file with the authority's certificate, for clients to trust. */
    public Path file() {
        return directory.resolve("test-authority.pem");
    }

    /**
     * Issues a certificate, the same one for the same request: each costs a process.
     *
     * @param name what it is for, as in {@code dns:localhost,ip:127.0.0.1}
     * @param more further options of {@code keytool -genkeypair}, as in {@code -startdate -10d -validity 5}
     * @return where a server with that certificate gets its sockets
     */
    public synchronized ServerSocketFactory issue(String name, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("-signer", ROOT, "-ext", "san=" + name));
        options.addAll(List.of(more));
        ServerSocketFactory before = issued.get(options);
        if (before != null) {
            return before;
        }
        ServerSocketFactory made = issueNew("issued-" + issued.size(), options);
        issued.put(options, made);
        return made;
    }

    private ServerSocketFactory issueNew(String alias, List<String> options) throws IOException {
        generate(alias, "CN=" + alias, options.toArray(String[]::new));
        try {
            KeyStore.PrivateKeyEntry entry = entry(alias);
            KeyStore only = KeyStore.getInstance("PKCS12");
            only.load(null, null);
            only.setKeyEntry(alias, entry.getPrivateKey(), PASSWORD, entry.getCertificateChain());
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(only, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context.getServerSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private KeyStore.PrivateKeyEntry entry(String alias) throws IOException {
        try (InputStream in = Files.newInputStream(store())) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            return (KeyStore.PrivateKeyEntry) keys.getEntry(alias, new KeyStore.PasswordProtection(PASSWORD));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private Path store() {
        return directory.resolve("test-authority.p12");
    }

    private void generate(String alias, String subject, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(SHORT_LIVED);
        command.add("-genkeypair");
        command.addAll(List.of("-alias", alias, "-dname", subject, "-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-keystore", store().toString(), "-storetype", "PKCS12", "-storepass", String.valueOf(PASSWORD)));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        }
    }
}
