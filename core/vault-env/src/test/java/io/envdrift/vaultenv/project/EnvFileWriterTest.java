package io.envdrift.vaultenv.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.vaultenv.LocalEnv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvFileWriterTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "  both sides  ",
                "a # b",
                "$HOME ${A} $(id) `id`",
                "it's",
                "\"said\"",
                "it's \"said\"",
                "a\"b'c`d",
                "C:\\logs\\",
                "a\\nb",
                "-----BEGIN\nabc\n-----END\n",
                "a\r\nb\rc",
                "\ttab\t",
                "grüße \uD83D\uDE00 \u2028",
                "export A=b",
                "=",
                "encrypted:abc"
            })
    void everyValueIsReadBackTheSameWithOthersAroundIt(String value) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("FIRST", "it's");
        values.put("9x", value);
        values.put(".b-c", value);
        values.put("LAST", "\"'`".substring(0, 1));
        Path file = directory.resolve("out.env");
        EnvFileWriter.write(file, values);
        assertThat(LocalEnv.read(file).values()).isEqualTo(values);
    }

    @Test
    void aDollarIsInSingleQuotesSoThatNobodyExpandsIt() {
        assertThat(EnvFileWriter.render(Map.of("A", "$HOME"))).isEqualTo("A='$HOME'\n");
        assertThat(EnvFileWriter.render(Map.of("A", "plain"))).isEqualTo("A=\"plain\"\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"half a pair \uD800", "\0", "it's \"said\" `so`\\\n"})
    void aValueThatNoFileCanHoldIsRefusedAndNothingIsWritten(String value) {
        Path file = directory.resolve("out.env");
        assertThatThrownBy(() -> EnvFileWriter.write(file, Map.of("A", "1", "B", value)))
                .isInstanceOf(EnvdriftException.class)
                .hasMessage("The value of B fits none of the quotes of a .env file");
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a=b", "ü", "a\nB"})
    void aNameThatNoFileCanHoldIsNamed(String name) {
        assertThatThrownBy(() -> EnvFileWriter.render(Map.of(name, "1")))
                .hasMessage("The name '" + name + "' cannot be written to a .env file");
    }

    @Test
    void theIgnoreLinesAreAddedAndTheOthersStayByteForByte() throws IOException {
        byte[] before = "b\u00fcro\r\n/.env".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(directory.resolve(".gitignore"), before);
        assertThat(EnvFileWriter.ignore(directory)).containsExactly(".vault-cache");
        assertThat(Files.readAllBytes(file))
                .isEqualTo("b\u00fcro\r\n/.env\n.vault-cache\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(EnvFileWriter.ignore(directory)).isEmpty();
    }
}
