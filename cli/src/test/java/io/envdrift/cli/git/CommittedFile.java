package io.envdrift.cli.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envdrift.dotenv.EnvDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What {@code HEAD} has of a file, read by the dotenvx of npm: the one that the tests of {@code core/dotenvx} install, or that is named. */
final class CommittedFile {
    private static final String GIVEN = System.getProperty("envdrift.dotenvx", "");
    private static final Path INSTALLED =
            Path.of("..", "core", "dotenvx", "target", "dotenvx-2.38.2", "node_modules", ".bin", "dotenvx");

    private CommittedFile() {}

    /** Returns the program; nothing where it is not installed. */
    static Optional<Path> dotenvx() {
        Path program =
                (GIVEN.isEmpty() ? INSTALLED : Path.of(GIVEN)).toAbsolutePath().normalize();
        return Files.isExecutable(program) ? Optional.of(program) : Optional.empty();
    }

    /** Makes sure that dotenvx reads the values of the work tree, in which nothing is changed. */
    static void requireReadable(Clones clones, Path dotenvx, Path clone, String file) throws IOException {
        Path committed = Files.createTempFile(clone.getParent(), "head", ".env");
        Files.writeString(committed, clones.git(clone, "show HEAD:" + file));
        String keys = clone.resolve(file).resolveSibling(".env.keys").toString();
        String read = clones.must(clone, dotenvx.toString(), "get", "-f", committed.toString(), "-fk", keys);
        Files.delete(committed);
        assertThat(values(new ObjectMapper().readTree(read))).as(file).isEqualTo(values(clone.resolve(file)));
    }

    private static Map<String, String> values(JsonNode read) {
        Map<String, String> values = new LinkedHashMap<>();
        read.properties()
                .forEach(member -> values.put(member.getKey(), member.getValue().asString()));
        values.keySet().removeIf(name -> name.startsWith("DOTENV_PUBLIC_KEY"));
        return values;
    }

    private static Map<String, String> values(Path file) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        EnvDocument.parse(Files.readString(file, UTF_8))
                .assignments()
                .forEach(each -> values.put(each.name(), each.value()));
        values.keySet().removeIf(name -> name.startsWith("DOTENV_PUBLIC_KEY"));
        return values;
    }
}
