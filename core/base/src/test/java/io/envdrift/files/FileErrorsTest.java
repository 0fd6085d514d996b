package io.envdrift.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FileErrorsTest {
    private static final Path FILE = Path.of("f");

    static Stream<IOException> denials() {
        return Stream.of(
                new AccessDeniedException("f"),
                new FileSystemException("f", null, "Permission denied"),
                new IOException("Permission denied"));
    }

    @ParameterizedTest
    @MethodSource("denials")
    void aDenialSaysWhatToCheckHoweverTheJdkTellsOfIt(IOException denial) {
        var failure = FileErrors.failed("read", FILE, denial);

        assertThat(failure).hasMessage("Cannot read f: permission denied");
        assertThat(failure.hint()).contains("check the owner and mode of f and of its directory");
    }
}
