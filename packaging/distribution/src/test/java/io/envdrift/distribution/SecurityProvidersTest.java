package io.envdrift.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityProvidersTest {
    @TempDir
    private Path directory;

    @Test
    void oneProviderMovesUpAndTheOthersKeepTheirOrder() throws IOException {
        Path file = file("""
            # security.provider.1=named in a comment
            security.provider.1=SUN
            security.provider.2=SunRsaSign
            security.provider.3=SunEC
            security.provider.4=SunJCE
            securerandom.source=file:/dev/random
            """);

        SecurityProviders.moveUp(file, "SunJCE");

        assertThat(file).hasContent("""
            # security.provider.1=named in a comment
            security.provider.1=SUN
            security.provider.2=SunJCE
            security.provider.3=SunRsaSign
            security.provider.4=SunEC
            securerandom.source=file:/dev/random
            """);
    }

    @Test
    void aFileWithoutTheProviderIsRefused() throws IOException {
        Path file = file("security.provider.1=SUN\n");

        assertThatThrownBy(() -> SecurityProviders.moveUp(file, "SunJCE"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no line for the provider SunJCE");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("java.security"), text);
    }
}
