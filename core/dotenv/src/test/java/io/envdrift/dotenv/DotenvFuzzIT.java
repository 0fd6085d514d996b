package io.envdrift.dotenv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.util.Arrays;

/** Any bytes at all, as an env file and as a pattern of names. */
class DotenvFuzzIT {
    @FuzzTest
    void grammar(byte[] file) {
        EnvDocument document;
        try {
            document = EnvDocument.decode(file);
        } catch (EnvdriftException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.NOT_TEXT);
            return;
        }
        if (Arrays.equals(document.text().getBytes(UTF_8), file)) {
            assertThat(document.bytes()).isEqualTo(file);
        }
        EnvDocument again = EnvDocument.parse(document.text());
        assertThat(again.assignments().stream().map(Assignment::value))
                .containsExactlyElementsOf(
                        document.assignments().stream().map(Assignment::value).toList());
        assertThat(document.skippedLines()).allSatisfy(line -> assertThat(line).isPositive());
    }

    /** The first line is the pattern, the rest the name. */
    @FuzzTest
    void glob(byte[] patternAndName) {
        String[] parts = new String(patternAndName, UTF_8).split("\n", 2);
        try {
            Glob glob = Glob.of(parts[0]);
            assertThat(Glob.of("*").matches(parts[parts.length - 1])).isTrue();
            glob.matches(parts[parts.length - 1]);
        } catch (EnvdriftException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.USAGE);
        }
    }
}
