package io.envdrift.vaultenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultKeysTest {
    private static final Secret KEY = Secret.of("vk_abc_123");

    @TempDir
    Path directory;

    private VaultKeys keys;
    private Path env;

    @BeforeEach
    void open() {
        keys = new VaultKeys(new VaultHome(directory.resolve(".vault")));
        env = directory.resolve(".env");
    }

    @Test
    void aSavedKeyIsFoundListedAndRemoved() throws IOException {
        assertThat(keys.names()).isEmpty();
        keys.save("work", KEY);
        keys.save("alpha", KEY);
        assertThat(keys.names()).containsExactly("alpha", "work");
        assertThat(keys.find(Optional.of("work"), Map.of(), env).text()).isEqualTo(KEY);
        Path file = directory.resolve(".vault/keys/work.key");
        assertThat(Files.readString(file)).isEqualTo("vk_abc_123\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(keys.remove("work")).isTrue();
        assertThat(keys.remove("work")).isFalse();
        assertThat(keys.names()).containsExactly("alpha");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", "", ".", "..", ".hidden", "a\u0000b", "a b"})
    void aNameThatCouldLeaveTheDirectoryIsRefused(String name) {
        assertThatThrownBy(() -> keys.save(name, KEY))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
        assertThat(directory.resolve(".vault")).doesNotExist();
    }

    @Test
    void theSavedKeyWinsOverTheVariableAndThatOverTheFile() throws IOException {
        keys.save("work", Secret.of("vk_saved_1"));
        Files.writeString(env, "VAULT_KEY=vk_file_1\n");
        Map<String, String> variable = Map.of("VAULT_KEY", "vk_variable_1");
        assertThat(keys.find(Optional.of("work"), variable, env).projectId()).isEqualTo("saved");
        assertThat(keys.find(Optional.empty(), variable, env).projectId()).isEqualTo("variable");
        assertThat(keys.find(Optional.empty(), Map.of(), env).projectId()).isEqualTo("file");
    }

    @Test
    void aMissingOrMalformedKeyIsSaidInTheDocumentedWords() {
        assertThatThrownBy(() -> keys.find(Optional.empty(), Map.of(), env)).hasMessage("VAULT_KEY not found");
        assertThatThrownBy(() -> keys.find(Optional.of("nobody"), Map.of(), env))
                .hasMessage("No key is saved as 'nobody'");
        assertThatThrownBy(() -> keys.save("work", Secret.of("c0ffee")))
                .hasMessage("Invalid VAULT_KEY format. Expected: vk_<projectId>_<secret>")
                .hasMessageNotContaining("c0ffee");
    }
}
