package io.envdrift.cli.vaultenv;

import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.cli.CliRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every terminal line of the user's document, word for word but for {@code npx}, with and without its optional parts. */
class DocumentLinesIT {
    private static final Path LINES = Path.of("src", "test", "resources", "vault-env", "document-lines.txt");
    private static final int COUNT = 21;
    private static final Pattern ID = Pattern.compile("Device registered: ([0-9a-f-]{36}) \\(pending\\)");

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> everyTerminalLineWorks() throws IOException {
        List<String> lines = Files.readAllLines(LINES);
        assertThat(lines).as("the lines of the document").hasSize(COUNT);
        return lines.stream()
                .distinct()
                .flatMap(line -> Stream.of(line.replaceAll("[\\[\\]]", ""), line.replaceAll(" \\[[^\\]]*]", "")))
                .distinct()
                .map(line -> DynamicTest.dynamicTest(line, () -> works(line.replaceFirst("^npx vault-env ", ""))));
    }

    /** Each line in a project of its own that stands where the document's reader stands. */
    private void works(String line) throws IOException {
        try (Scene scene = new Scene(Files.createTempDirectory(directory, "scene"))) {
            Scene.Machine laptop = scene.machine("laptop");
            laptop.write(".env", "API_TOKEN=a-long-enough-token\n");
            laptop.write(".env.production", "API_TOKEN=another-long-token\nDEBUG=0\n");
            if (line.startsWith("init")) {
                succeeds(laptop, line);
                assertThat(laptop.read(".env")).contains("VAULT_KEY=vk_");
                return;
            }
            succeeds(laptop, "init");
            for (String environment : List.of("development", "staging", "production")) {
                for (int version = 1; version <= 3; version++) {
                    succeeds(laptop, "push --env " + environment);
                }
            }
            succeeds(laptop, line.replaceAll("<(device-)?uuid>", pendingDevice(scene, laptop)));
        }
    }

    private static String pendingDevice(Scene scene, Scene.Machine laptop) throws IOException {
        Scene.Machine server = scene.machine("server");
        server.write(".env", "VAULT_KEY=" + laptop.key() + "\n");
        Matcher id = ID.matcher(succeeds(server, "register-device").out());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private static CliRun.Result succeeds(Scene.Machine machine, String line) {
        CliRun.Result result = machine.run(line);
        assertThat(result.exit()).as("%s: %s", line, result.all()).isZero();
        assertThat(result.err()).as(line).isEmpty();
        return result;
    }
}
