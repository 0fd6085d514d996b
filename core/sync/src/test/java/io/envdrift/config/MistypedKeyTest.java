package io.envdrift.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mistyped key: one that protects is an error, one that is required is explained, any other is a warning. */
class MistypedKeyTest {
    @TempDir
    private Path root;

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource(delimiter = '|', textBlock = """
        ephemeral_key = true        | mapping  | did you mean 'ephemeral_keys'?
        ephemral_keys = true        | mapping  | did you mean 'ephemeral_keys'?
        ephemeral_key = true        | sync     | did you mean 'ephemeral_keys'?
        strict_key = true           | sync     | did you mean 'strict_keys'?
        strickt_keys = true         | sync     | did you mean 'strict_keys'?
        allow_outsideroot = true    | sync     | did you mean 'allow_outside_root'?
        ca_fle = "ca.pem"           | vault    | did you mean 'ca_file'?
        plain_key = ["A"]           | encryption | did you mean 'plain_keys'?
        """)
    void aProtectionThatIsMistypedIsAnError(String line, String place, String meant) throws Exception {
        assertThatThrownBy(() -> load(line, place))
                .isInstanceOf(EnvdriftException.class)
                .hasMessageContaining("unknown key")
                .hasMessageContaining(meant);
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource(delimiter = '|', textBlock = """
        max_worker = 3      | sync
        activate_too = "x"  | mapping
        colour = "red"      | mapping
        ephemeral = true    | mapping
        """)
    void anyOtherIsAWarning(String line, String place) throws Exception {
        assertThat(load(line, place).warnings()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        folder_pth = "app"     | folder_path | 'folder_pth' is no key, did you mean 'folder_path'?
        folderpath = "app"     | folder_path | 'folderpath' is no key, did you mean 'folder_path'?
        secret_nam = "app-key" | secret_name | 'secret_nam' is no key, did you mean 'secret_name'?
        """)
    void aRequiredKeyThatIsMistypedIsExplained(String line, String key, String meant) throws Exception {
        String other = key.equals("folder_path") ? "secret_name = \"app-key\"" : "folder_path = \"app\"";
        Path file = Files.writeString(
                root.resolve("envdrift.toml"), "[[vault.sync.mappings]]\n" + other + "\n" + line + "\n");

        assertThatThrownBy(() -> new ConfigLoader(Providers.ALL, Optional.empty()).load(file))
                .hasMessageContaining(key + " is required; " + meant);
    }

    private EnvdriftConfig load(String line, String place) throws Exception {
        String text = "[vault]\nprovider = \"local\"\n" + (place.equals("vault") ? line + "\n" : "")
                + "[encryption]\n" + (place.equals("encryption") ? line + "\n" : "")
                + "[vault.sync]\n" + (place.equals("sync") ? line + "\n" : "")
                + "[[vault.sync.mappings]]\nsecret_name = \"app-key\"\nfolder_path = \"app\"\n"
                + (place.equals("mapping") ? line + "\n" : "");
        return new ConfigLoader(Providers.ALL, Optional.empty())
                .load(Files.writeString(root.resolve("envdrift.toml"), text));
    }
}
