package io.envdrift.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envdrift.api.Envdrift;
import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vault.VaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the façade throws tells a program where and about what, without its message being read. */
@ExtendWith(EnvdriftExtension.class)
class FailureFieldsTest {
    private static final String FILE = ".env.production";
    private static final String SECRET = EnvdriftProject.secretOf(FILE);

    @ParameterizedTest
    @CsvSource({
        "no file,          FILE_NOT_FOUND,        .env.none,       0, ''",
        "template,         UNSUITABLE_FILE,       .env.example,    0, ''",
        "keys file,        UNSUITABLE_FILE,       .env.keys,       0, ''",
        "no text,          NOT_TEXT,              .env.odd,        0, ''",
        "no key,           MISSING_PRIVATE_KEY,   .env.other,      8, 'API_KEY, TOKEN'",
        "wrong key,        WRONG_PRIVATE_KEY,     .env.production, 8, 'API_KEY, TOKEN'",
        "changed value,    DECRYPTION_FAILED,     .env.production, 8, API_KEY",
        "still ciphertext, DECRYPTION_FAILED,     .env.odd,        1, A",
        "reference,        INTERPOLATION,         .env.odd,        0, DEEP",
        "merge,            PLAINTEXT_LEFT,        .env.odd,        2, ''",
        "no key there,     UNUSABLE_KEY_MATERIAL, .env.production, 0, ''",
        "vault away,       VAULT_UNREACHABLE,     .env.production, 0, ''",
        "no secret,        SECRET_NOT_FOUND,      .env.production, 0, ''"
    })
    void aFailureHasFields(String wrong, ErrorCode code, String file, int line, String names, EnvdriftProject project)
            throws IOException {
        project.encrypted(FILE, "API_KEY=s3cret\nTOKEN=t0ken\n");
        Path sealed = project.directory().resolve(FILE);
        switch (wrong) {
            case "template" -> project.file(".env.example", "A=\n");
            case "keys file" -> project.file(".env.keys", "\n");
            case "no text" -> Files.write(project.directory().resolve(".env.odd"), new byte[] {'A', '=', (byte) 0xff});
            case "no key" -> project.file(".env.other", Files.readString(sealed));
            case "wrong key" -> project.vault().put(SECRET, "2".repeat(64));
            case "changed value" ->
                Files.writeString(
                        sealed, Files.readString(sealed).replaceAll("(API_KEY=\"?encrypted:.{100}).{4}", "$1AAAA"));
            case "still ciphertext" -> project.file(".env.odd", "A='encrypted:'\n");
            case "reference" -> project.file(".env.odd", "A=1\nDEEP=" + "${X:-".repeat(40) + "}".repeat(40) + "\n");
            case "merge" -> project.file(".env.odd", "A=1\n<<<<<<< ours\nA=2\n=======\nA=3\n>>>>>>> theirs\n");
            case "no key there" -> project.vault().put(SECRET, "none");
            case "vault away" -> project.vault().away(true);
            case "no secret" -> project.vault().remove(SECRET);
            default -> assertThat(wrong).isEqualTo("no file");
        }

        EnvdriftException failure = catchThrowableOfType(EnvdriftException.class, () -> project.values(file));

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.file()).hasValue(project.directory().resolve(file));
        assertThat(failure.line().orElse(0)).isEqualTo(line);
        assertThat(String.join(", ", failure.names())).isEqualTo(names);
        if (wrong.endsWith("away") || wrong.endsWith("secret")) {
            assertThat(failure).isInstanceOfSatisfying(VaultException.class, e -> {
                assertThat(e.vault()).isEqualTo("vault in memory");
                assertThat(e.secretName()).hasValue(SECRET);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"'[vault]\nprovider = ', CONFIG_SYNTAX, 2", "'[vault]\n\nprovider = 7\n', CONFIG_INVALID, 3"})
    void aBadConfigurationIsNamedWithItsLine(String text, ErrorCode code, int line, EnvdriftProject project) {
        project.file("envdrift.toml", text);
        EnvdriftException failure = catchThrowableOfType(
                EnvdriftException.class, () -> project.open().close());
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.file()).hasValue(project.directory().resolve("envdrift.toml"));
        assertThat(failure.line()).hasValue(line);
    }

    @Test
    void aMissingConfigurationIsNamed(EnvdriftProject project) {
        Path file = project.directory().resolve("none.toml");
        EnvdriftException failure = catchThrowableOfType(
                EnvdriftException.class, () -> Envdrift.load(file).close());
        assertThat(failure.code()).isEqualTo(ErrorCode.CONFIG_NOT_FOUND);
        assertThat(failure.file()).hasValue(file);
    }

    /** As where a framework makes one line of it. */
    @Test
    void anErrorAboveTakesOverWhatTheOneBelowKnows() {
        EnvdriftException below = new EnvdriftException(ErrorCode.NOT_TEXT, "no text")
                .at(Path.of("a"))
                .atLine(3)
                .naming(List.of("A"));
        EnvdriftException above = new EnvdriftException(below.code(), "a: no text", null, below)
                .at(Path.of("b"))
                .atLine(4);
        assertThat(above.file()).hasValue(Path.of("a"));
        assertThat(above.line()).hasValue(3);
        assertThat(above.names()).containsExactly("A");
    }
}
