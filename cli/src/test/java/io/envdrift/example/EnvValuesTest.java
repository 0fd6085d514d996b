package io.envdrift.example;

import static io.envdrift.cli.SampleProject.KEY;
import static io.envdrift.cli.SampleProject.KEY_NAME;
import static io.envdrift.cli.SampleProject.OTHER;
import static io.envdrift.cli.SampleProject.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.api.EnvValues;
import io.envdrift.api.Envdrift;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.cli.SampleProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of env files for programs: where their keys come from, and what a failure says. */
class EnvValuesTest {
    private static final Path FILE = Path.of("app/.env.production");
    private static final String TEXT = "URL=db://${USER_NAME}@h\nDEBUG_PLAIN=yes\nURL=db://${USER_NAME}@here\n";

    @TempDir
    private Path root;

    private SampleProject project;
    private final Map<String, String> environment = new HashMap<>(Map.of("USER_NAME", "ada"));

    @BeforeEach
    void projectWithAVault() {
        project = new SampleProject(root).service("app", KEY, TEXT);
    }

    /** Each place of the key alone; the vault also where the keys at hand are those of other files. */
    @ParameterizedTest
    @CsvSource({
        "environment, NONE",
        "keys file, NONE",
        "vault, NONE",
        "vault, WRONG_IN_FILE",
        "vault, WRONG_IN_ENVIRONMENT"
    })
    void readsValuesWithTheKeyOf(String place, String besides) throws Exception {
        switch (place) {
            case "environment" -> environment.put(KEY_NAME, hex(KEY));
            case "keys file" -> project.write("app/.env.keys", KEY_NAME + "=" + hex(KEY));
            default -> assertThat(place).isEqualTo("vault");
        }
        if (!place.equals("vault")) {
            Files.delete(root.resolve("team.vault"));
        }
        if (besides.equals("WRONG_IN_FILE")) {
            project.write("app/.env.keys", KEY_NAME + "=" + hex(OTHER));
        } else if (besides.equals("WRONG_IN_ENVIRONMENT")) {
            environment.put(KEY_NAME, hex(OTHER));
        }
        String before = listing();

        EnvValues values = read();

        assertThat(values.get("URL")).hasValue("db://ada@here");
        assertThat(values.line("URL")).hasValue(lineOf("URL"));
        assertThat(values.isEncrypted("URL")).isTrue();
        assertThat(values.isEncrypted("DEBUG_PLAIN")).isFalse();
        assertThat(values.toMap()).containsEntry("DEBUG_PLAIN", "yes");
        assertThat(values.get("NO_SUCH")).isEmpty();
        assertThat(values.toString()).contains("URL", "DEBUG_PLAIN").doesNotContain("db://", "ada", "yes");
        assertThat(listing()).isEqualTo(before);
    }

    @Test
    void aMappingNamesItsFileAndAMissingOneIsAnError() throws Exception {
        try (Envdrift envdrift = open()) {
            var mapping = envdrift.config().sync().mappings().getFirst();
            assertThat(envdrift.values(mapping).get("URL")).hasValue("db://ada@here");
            Files.delete(root.resolve(FILE));
            assertThatThrownBy(() -> envdrift.values(mapping)).isInstanceOfSatisfying(EnvdriftException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
                assertThat(e.getMessage()).contains("app/.env.production");
            });
        }
    }

    @Test
    void withoutAConfigurationTheKeysLieBesideTheFile() throws Exception {
        Files.delete(root.resolve("envdrift.toml"));
        assertFails(ErrorCode.MISSING_PRIVATE_KEY);
        project.write("app/.env.keys", KEY_NAME + "=" + hex(KEY));
        assertThat(read().get("URL")).hasValue("db://ada@here");
    }

    @ParameterizedTest
    @CsvSource({
        "2222222222222222222222222222222222222222222222222222222222222222, WRONG_PRIVATE_KEY",
        "no-key-at-all-but-some-secret, UNUSABLE_KEY_MATERIAL"
    })
    void aKeyThatDoesNotFitIsAnErrorThatNamesFileAndVariable(String key, ErrorCode code) throws Exception {
        Files.delete(root.resolve("envdrift.toml"));
        environment.put(KEY_NAME, key);
        EnvdriftException error = assertFails(code);
        assertThat(error.getMessage()).contains(".env.production", "URL").doesNotContain(key, "db://");
        assertThat(error.hint()).isPresent();
    }

    @Test
    void aVaultThatCannotBeReadAndAFileThatIsNotThereAreErrors() throws Exception {
        Files.delete(root.resolve("team.vault"));
        assertThatThrownBy(this::read).isInstanceOf(EnvdriftException.class).hasMessageContaining("team.vault");
        Files.delete(root.resolve(FILE));
        assertFails(ErrorCode.FILE_NOT_FOUND);
    }

    @Test
    void privateKeysAreNoValuesAndNoReferenceReachesThem() {
        environment.put(KEY_NAME, hex(KEY));
        project.write("plain/.env", "A=[${" + KEY_NAME + "}]\nDOTENV_PRIVATE_KEY=" + hex(OTHER) + "\n");
        try (Envdrift envdrift = open()) {
            assertThat(envdrift.values(Path.of("plain/.env")).toMap()).isEqualTo(Map.of("A", "[]"));
        }
    }

    private EnvdriftException assertFails(ErrorCode code) {
        EnvdriftException[] thrown = new EnvdriftException[1];
        assertThatThrownBy(this::read).isInstanceOfSatisfying(EnvdriftException.class, e -> thrown[0] = e);
        assertThat(thrown[0].code()).isEqualTo(code);
        return thrown[0];
    }

    private EnvValues read() {
        try (Envdrift envdrift = open()) {
            return envdrift.values(FILE);
        }
    }

    private Envdrift open() {
        return Envdrift.in(root, environment, root.resolve("home"), Duration.ofSeconds(30));
    }

    private int lineOf(String name) {
        var lines = project.read(FILE.toString()).lines().toList();
        return 1
                + lines.lastIndexOf(lines.reversed().stream()
                        .filter(line -> line.startsWith(name + "="))
                        .findFirst()
                        .orElseThrow());
    }

    private String listing() throws Exception {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(Path::toString).sorted().toList().toString();
        }
    }
}
