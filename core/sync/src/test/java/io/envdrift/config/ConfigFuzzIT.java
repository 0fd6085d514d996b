package io.envdrift.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.nio.file.Path;

/** Any bytes at all, as a configuration. */
class ConfigFuzzIT {
    private static final Path DIRECTORY = Path.of("").toAbsolutePath();

    @FuzzTest
    void toml(byte[] file) {
        try {
            EnvdriftConfig config = TomlConfig.parse(
                    DIRECTORY.resolve("envdrift.toml"), DIRECTORY, new String(file, UTF_8), Providers.ALL, () -> false);
            for (Mapping mapping : config.sync().mappings()) {
                mapping.keysFile();
                if (mapping.problem().isEmpty()) {
                    assertThat(mapping.folder().startsWith(DIRECTORY)).isTrue();
                }
            }
        } catch (EnvdriftException e) {
            assertThat(e.code())
                    .isIn(
                            ErrorCode.CONFIG_SYNTAX,
                            ErrorCode.CONFIG_INVALID,
                            ErrorCode.PATH_ESCAPES,
                            ErrorCode.NOT_TEXT);
        }
    }

    @FuzzTest
    void pairFile(byte[] file) {
        try {
            assertThat(PairFile.parse(DIRECTORY.resolve("pair.txt"), new String(file, UTF_8)))
                    .allSatisfy(pair -> {
                        assertThat(pair.left()).isNotBlank().doesNotContain("\n", "=");
                        assertThat(pair.folder()).isNotBlank().doesNotContain("\n");
                    });
        } catch (EnvdriftException e) {
            assertThat(e.code()).isIn(ErrorCode.CONFIG_SYNTAX, ErrorCode.CONFIG_INVALID, ErrorCode.NOT_TEXT);
        }
    }
}
