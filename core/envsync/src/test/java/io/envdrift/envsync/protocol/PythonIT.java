package io.envdrift.envsync.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Python's cryptography writes is read here, and the other way round. Needs python3 with cryptography; else skipped. */
class PythonIT {
    private static final Secret PASSPHRASE = Secret.of("tea-kettle läntern 42 ");
    private static final Place PLACE = new Place("project-123", "main");
    private static final String TEXT = "A=1\r\nB=\"zwei ü 🚀\"\n";
    private static final String PROGRAM = """
        import base64, hashlib, json, os, sys
        from cryptography.fernet import Fernet
        form, action, passphrase, project, source, target = sys.argv[1:]
        text = open(source, encoding='utf-8', newline='').read()
        def key(salt):
            if form == 'repo':
                raw = hashlib.sha256((passphrase + ':' + project).encode()).digest()
            else:
                raw = hashlib.pbkdf2_hmac('sha256', passphrase.encode(), salt, 480000, 32)
            return base64.urlsafe_b64encode(raw)
        if action == 'write':
            salt = os.urandom(16)
            token = Fernet(key(salt)).encrypt(text.encode()).decode()
            out = token if form == 'repo' else json.dumps({'ciphertext': token, 'salt': salt.hex()})
        elif form == 'repo':
            out = Fernet(key(b'')).decrypt(text.encode()).decode()
        else:
            stored = json.loads(text)
            out = Fernet(key(bytes.fromhex(stored['salt']))).decrypt(stored['ciphertext'].encode()).decode()
        open(target, 'w', encoding='utf-8', newline='').write(out)
        """;

    @TempDir
    Path directory;

    @BeforeEach
    void requirePython() throws IOException, InterruptedException {
        assumeTrue(
                isThere("-c", "from cryptography.fernet import Fernet"),
                "skipped: no python3 with the package cryptography");
    }

    @Test
    void pythonReadsTheDocumentsFormAndWritesIt() throws IOException, InterruptedException {
        PassphraseKeys keys = new PassphraseKeys(PASSPHRASE);
        String ours = SealedEnv.seal(TEXT, keys, PLACE, List.of("A", "B"), Instant.now(), new SecureRandom())
                .text();
        assertThat(python("document", "read", ours)).isEqualTo(TEXT);
        SealedEnv theirs = SealedEnv.parse(python("document", "write", TEXT), Optional.empty());
        assertThat(theirs.open(keys, PLACE, List.of("A", "B"))).isEqualTo(TEXT);
        assertThat(theirs.isBound()).isFalse();
    }

    @Test
    void pythonReadsTheRepositorysFormAndWritesIt() throws IOException, InterruptedException {
        PassphraseKeys keys = new PassphraseKeys(PASSPHRASE);
        String ours = SealedEnv.sealAsRepo(TEXT, keys, PLACE, Instant.now(), new SecureRandom())
                .text();
        assertThat(python("repo", "read", ours)).isEqualTo(TEXT);
        SealedEnv theirs = SealedEnv.parse(python("repo", "write", TEXT), Optional.empty());
        assertThat(theirs.open(keys, PLACE, List.of("A", "B"))).isEqualTo(TEXT);
    }

    private String python(String form, String action, String text) throws IOException, InterruptedException {
        Path program = Files.writeString(directory.resolve("program.py"), PROGRAM);
        Path source = Files.writeString(directory.resolve("source"), text);
        Path target = directory.resolve("target");
        Files.deleteIfExists(target);
        assertThat(isThere(
                        program.toString(),
                        form,
                        action,
                        PASSPHRASE.reveal(),
                        PLACE.project(),
                        source.toString(),
                        target.toString()))
                .as("python3 ended with success")
                .isTrue();
        return Files.readString(target);
    }

    /** Tells whether python3 is there and ends with success. */
    private boolean isThere(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "python3";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(directory.resolve("python.log").toFile());
        builder.environment().put("PYTHONUTF8", "1");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return false;
        }
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }
}
