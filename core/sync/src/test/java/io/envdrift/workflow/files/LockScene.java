package io.envdrift.workflow.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenv.EnvDocument;
import io.envdrift.dotenvx.EncryptionState;
import io.envdrift.dotenvx.EnvFileCipher;
import io.envdrift.dotenvx.KeyRing;
import io.envdrift.dotenvx.PrivateKey;
import io.envdrift.workflow.Project;
import io.envdrift.workflow.Workspace;
import io.envdrift.workflow.keys.UpdateApproval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A project with one mapping, and locks of it. */
abstract class LockScene {
    static final String FILE = "app/.env.production";
    static final String KEYS = "app/.env.keys";
    static final String PLAIN = "A=canary\nB='two words'\n";
    static final LockOptions LOCK = LockOptions.plain(Optional.empty());
    static final LockOptions CHECK = LockOptions.plain(Optional.empty()).checking();
    static final LockOptions TRUST = LockOptions.plain(Optional.empty()).trustingHeaders();
    static final LockOptions VERIFY = LockOptions.plain(Optional.empty()).with(LockOptions.Keys.VERIFIED);
    static final LockOptions SYNC = LockOptions.plain(Optional.empty()).with(LockOptions.Keys.SYNCED);

    @TempDir
    Path root;

    Workspace workspace;

    @BeforeEach
    void makeProject() {
        workspace = new Workspace(root).mapping();
        workspace.vault.put("app-key", Workspace.hex(Workspace.KEY));
    }

    void holdKey(String name, PrivateKey key) {
        Path file = root.resolve(KEYS);
        String before = Files.exists(file) ? workspace.read(KEYS) : "";
        workspace.write(KEYS, before + name + "=" + Workspace.hex(key) + "\n");
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all names and values, opened with exactly this key; the file must be encrypted throughout. */
    List<String> opened(PrivateKey key) {
        return opened(FILE, key);
    }

    List<String> opened(String name, PrivateKey key) {
        EnvDocument document = EnvDocument.decode(workspace.read(name).getBytes(UTF_8));
        assertThat(EncryptionState.of(document).plaintext()).isEmpty();
        return new EnvFileCipher(Workspace.RANDOM)
                .read(document, KeyRing.of(key)).orThrow().stream()
                        .filter(value -> !value.name().startsWith("DOTENV_PUBLIC_KEY"))
                        .map(value -> value.name() + "=" + value.value())
                        .toList();
    }

    static FileOutcome only(LockReport report) {
        assertThat(report.files()).hasSize(1);
        return report.files().getFirst().outcome();
    }

    LockReport lock(LockOptions options) {
        return lock(options, file -> false);
    }

    LockReport lock(LockOptions options, NewKeyApproval newKeys) {
        return lock(options, UpdateApproval.never(), newKeys);
    }

    LockReport lock(LockOptions options, UpdateApproval updates, NewKeyApproval newKeys) {
        try (Project project = workspace.open()) {
            return new Lock(project).run(options, updates, newKeys);
        }
    }
}
