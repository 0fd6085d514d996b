package io.envdrift.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.WriteCondition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    private static final AtomicFile FILES = new AtomicFile(FileOperations.system());

    @TempDir
    Path folder;

    private Path written(byte[] content, String mode) throws Exception {
        Path file = Files.write(folder.resolve("team.key"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void aNewKeyFileIsTextOwnerOnlyAndRandom() throws Exception {
        Path one = folder.resolve("one.key");
        LocalKey.createFile(one, FILES);
        LocalKey.createFile(folder.resolve("two.key"), FILES);
        assertThat(Files.readString(one)).matches("[0-9a-f]{64}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                .isEqualTo("rw-------");
        assertThat(KeyFile.read(one)).isNotEqualTo(KeyFile.read(folder.resolve("two.key")));
    }

    @Test
    void aKeyFileThatExistsIsNotReplaced() throws Exception {
        Path file = written("precious".getBytes(StandardCharsets.UTF_8), "rw-------");
        assertThatThrownBy(() -> LocalKey.createFile(file, FILES)).hasMessageContaining("exists already");
        assertThat(file).hasContent("precious");
    }

    @Test
    void bytesAndDigitsOfOneKeyAreTheSameKey() throws Exception {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 0xab);
        String digits = HexFormat.of().formatHex(key);
        for (byte[] form : new byte[][] {
            key,
            digits.getBytes(StandardCharsets.US_ASCII),
            (digits + "\n").getBytes(StandardCharsets.US_ASCII),
            (digits + "\r\n").getBytes(StandardCharsets.US_ASCII),
            digits.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII)
        }) {
            assertThat(KeyFile.read(written(form, "rw-------"))).isEqualTo(Secret.of(digits));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx", "rw------x"})
    void aKeyFileThatOthersMayUseIsRefused(String mode) throws Exception {
        Path file = written(new byte[32], mode);
        assertThatThrownBy(() -> LocalKey.file(file)).isInstanceOfSatisfying(EnvdriftException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.VAULT_SETTINGS);
            assertThat(e.getMessage()).contains(file.toString(), mode);
            assertThat(e.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("chmod 600"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--------", "rw-------", "rwx------"})
    void aKeyFileOfItsOwnerIsRead(String mode) throws Exception {
        assertThat(KeyFile.read(written(new byte[32], mode))).isEqualTo(Secret.of("0".repeat(64)));
    }

    @Test
    void whatIsNoKeyIsRefusedWithoutShowingIt() throws Exception {
        String digits = "0a".repeat(32);
        for (String content :
                new String[] {"", "canary", digits + digits, digits + "\n\n", "x" + digits, digits.substring(1)}) {
            Path file = written(content.getBytes(StandardCharsets.US_ASCII), "rw-------");
            assertThatThrownBy(() -> LocalKey.file(file))
                    .isInstanceOf(EnvdriftException.class)
                    .hasMessageContaining("holds no key")
                    .hasMessageNotContaining("canary")
                    .hasMessageNotContaining("0a0a");
        }
    }

    @Test
    void aMissingKeyFileIsAnErrorOfTheVault() throws Exception {
        Path file = folder.resolve("team.vault");
        LocalVault.create(file, LocalKey.createFile(folder.resolve("team.key"), FILES), FILES);
        LocalVault vault = new LocalVault(
                file,
                () -> Optional.of(LocalKey.file(folder.resolve("missing.key"))),
                FILES,
                () -> LocalVault.LONGEST_WAIT);
        assertThatThrownBy(() -> vault.get("app-key")).isInstanceOfSatisfying(VaultException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.VAULT_SETTINGS);
            assertThat(e.getMessage()).contains("missing.key").contains("no such file");
            assertThat(e.vault()).isEqualTo(vault.label());
        });
    }

    @Test
    void aVaultSaysWhichKindOfKeyItWants() {
        Path file = folder.resolve("team.vault");
        LocalKey keyFile = LocalKey.createFile(folder.resolve("team.key"), FILES);
        LocalVault.create(file, keyFile, FILES).put("app-key", Secret.of("x"), WriteCondition.always());
        LocalVault vault = LocalVault.at(file, LocalKey.passphrase(Secret.of("horse"), 1000), FILES);
        assertThatThrownBy(() -> vault.get("app-key"))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("opens with a key file only");
        assertThat(keyFile.toString())
                .doesNotContain(KeyFile.read(folder.resolve("team.key")).reveal());
    }
}
