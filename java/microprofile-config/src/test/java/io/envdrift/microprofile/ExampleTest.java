package io.envdrift.microprofile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program of the example as it stands there, in a JVM of its own. The soak profile builds it as a project of its own, too. */
class ExampleTest {
    private static final Path EXAMPLE = Path.of("../../config-examples/java-microprofile");

    @ParameterizedTest
    @CsvSource({"quickstart, 0, Hello from an encrypted file", "another, 1, the passphrase or key is wrong"})
    void theProgramIsGivenTheDecryptedValueOrSaysWhyNot(String passphrase, int exit, String said)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Denvdrift.locations=./",
                        "-Dmp.config.profile=production",
                        "src/main/java/com/example/App.java")
                .directory(EXAMPLE.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("DOTENV_") || name.startsWith("ENVDRIFT_"));
        builder.environment().put("ENVDRIFT_LOCAL_PASSPHRASE", passphrase);
        Process program = builder.start();
        program.getOutputStream().close();
        String output = new String(program.getInputStream().readAllBytes(), UTF_8);
        assertThat(program.waitFor()).as(output).isEqualTo(exit);
        assertThat(output).contains(said);
    }
}
