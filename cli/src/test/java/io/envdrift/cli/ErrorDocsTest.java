package io.envdrift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.base.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} has a section for every code, and none for a code that is gone. */
class ErrorDocsTest {
    @Test
    void everyCodeHasItsSection() throws Exception {
        List<String> sections;
        try (var lines = Files.lines(Path.of("..", "docs", "errors.md"))) {
            sections = lines.filter(line -> line.startsWith("### "))
                    .map(line -> line.substring(4))
                    .toList();
        }
        assertThat(sections)
                .containsExactlyElementsOf(Arrays.stream(ErrorCode.values())
                        .map(code -> code.id() + " " + code.name())
                        .toList());
    }
}
