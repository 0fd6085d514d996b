package io.envdrift.dotenvx;

import io.envdrift.dotenv.EnvDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** One case directory of the vectors that the real dotenvx wrote; their README tells the layout. */
record Vector(Path directory) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Vector> all() {
        try (Stream<Path> directories =
                Files.list(Path.of(Objects.requireNonNull(Vector.class.getResource("/vectors/dotenvx"))
                        .toURI()))) {
            return directories
                    .filter(Files::isDirectory)
                    .sorted()
                    .map(Vector::new)
                    .toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Vector named(String name) {
        return all().stream()
                .filter(vector -> vector.toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    boolean has(String file) {
        return Files.exists(directory.resolve(file));
    }

    byte[] bytes(String file) {
        try {
            return Files.readAllBytes(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EnvDocument document(String file) {
        return EnvDocument.decode(bytes(file));
    }

    JsonNode json(String file) {
        return JSON.readTree(bytes(file));
    }

    JsonNode description() {
        return json("case.json");
    }

    /** The last part of the path the env file must have. */
    String fileName() {
        return Objects.requireNonNull(
                        Path.of(description().get("file").asString()).getFileName())
                .toString();
    }

    Optional<KeysFile> keysFile() {
        return has("env.keys") ? Optional.of(KeysFile.of(document("env.keys"))) : Optional.empty();
    }

    KeyRing ring() {
        return keysFile().map(KeysFile::ring).orElse(KeyRing.empty());
    }

    @Override
    public String toString() {
        return String.valueOf(directory.getFileName());
    }
}
