package io.envdrift.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.Mapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which file of a folder is a mapping's env file: B3.2, a row per case. */
class EnvFileLocatorTest {
    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void makeFolder() throws Exception {
        folder = Files.createDirectory(temporary.toRealPath().resolve("app"));
    }

    @ParameterizedTest(name = "{0}: {1} gives {2}")
    @CsvSource(delimiter = '|', textBlock = """
        # environment | files in the folder                   | result
        # 2: the exact name, whatever else is there
        production    | .env.production                       | .env.production
        production    | .env.production .env app.env x.env    | .env.production
        staging       | .env.staging .env .env.production     | .env.staging
        prod.eu       | .env.prod.eu .env                     | .env.prod.eu
        keystone      | .env.keystone .env                    | .env.keystone
        tmp           | .env.tmp .env                         | .env.tmp
        # 3: a name that encodes the environment
        staging       | app-staging.env                       | app-staging.env
        staging       | app.staging.env                       | app.staging.env
        staging       | app_staging.env                       | app_staging.env
        staging       | staging.env                           | staging.env
        staging       | web.env.staging                       | web.env.staging
        staging       | web.env.staging .env                  | web.env.staging
        staging       | appstaging.env                        | none
        staging       | app.env                               | none
        staging       | STAGING.env                           | none
        staging       | a-staging.env b-staging.env           | several a-staging.env b-staging.env
        production    | app.env                               | app.env
        production    | .env                                  | .env
        production    | app.env .env                          | several .env app.env
        production    | one.env two.env                       | several one.env two.env
        # 4: the plain file, also for another environment
        staging       | .env                                  | .env
        staging       | .env .env.production                  | .env
        staging       | .env app.env                          | .env
        # a file of another environment is never taken, several are named
        production    | .env.staging                          | none
        staging       | .env.production                       | none
        production    | .env.staging .env.dev                 | several .env.dev .env.staging
        # nothing that merely lies beside
        production    | ''                                    | none
        production    | README env production                 | none
        production    | .env.keys                             | none
        production    | .env.keys.backup.20260101_000000_000000 .env.keys.lock | none
        production    | .env.example .ENV.EXAMPLE .env.sample .env.template    | none
        production    | app.env.KEYS production.env.Sample    | none
        production    | .env .env.example                     | .env
        production    | .env .env.keys .env.keys.0123456789abcdef.tmp | .env
        production    | .env .env.production.0123456789abcdef.tmp     | .env
        production    | .envrc                                | none
        """)
    void findsTheFile(String environment, String files, String result) throws Exception {
        make(files);
        assertThat(shown(new EnvFileLocator(List.of()).locate(mapping(environment))))
                .isEqualTo(result);
    }

    @Test
    void aNamedFileIsTakenOrNothing() throws Exception {
        make(".env.production conf/prod.env");
        assertThat(shown(named("conf/prod.env"))).isEqualTo("conf/prod.env");
        assertThat(named("conf/none.env")).isEqualTo(new EnvFileLocation.NotFound("conf/none.env"));
        assertThat(named("conf")).isEqualTo(new EnvFileLocation.NotFound("conf"));
    }

    @Test
    void saysWhichNameItExpected() {
        assertThat(new EnvFileLocator(List.of()).locate(mapping("prod.eu")))
                .isEqualTo(new EnvFileLocation.NotFound(".env.prod.eu"));
    }

    @Test
    void aDirectoryIsNoEnvFile() throws Exception {
        Files.createDirectory(folder.resolve(".env.production"));
        make("app.env");
        assertThat(shown(new EnvFileLocator(List.of()).locate(mapping("production"))))
                .isEqualTo("app.env");
    }

    @Test
    void aFolderThatIsMissingOrAFileIsNone() throws Exception {
        Mapping mapping = mapping("production");
        Files.delete(folder);
        assertThat(new EnvFileLocator(List.of()).locate(mapping))
                .isEqualTo(new EnvFileLocation.NoFolder("Mapping folder does not exist: ./app"));
        Files.createFile(folder);
        assertThat(new EnvFileLocator(List.of()).locate(mapping))
                .isEqualTo(new EnvFileLocation.NoFolder("Mapping folder is not a directory: ./app"));
    }

    @Test
    void theTargetOfAnyActivateToIsNeverTaken() throws Exception {
        make(".env .env.local app.env");
        Mapping activating = mapping("local", Optional.empty(), Optional.of(".env"), ".env.keys");
        EnvFileLocator locator = new EnvFileLocator(List.of(activating));
        assertThat(shown(locator.locate(mapping("production")))).isEqualTo("app.env");
        assertThat(shown(locator.locate(activating))).isEqualTo(".env.local");
        assertThat(shown(locator.locate(mapping("staging")))).isEqualTo("none");
        Mapping named = mapping("staging", Optional.of("./.env"), Optional.empty(), ".env.keys");
        assertThatThrownBy(() -> locator.locate(named))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
    }

    @Test
    void neitherByALinkOnOneSideNorOnTheOther() throws Exception {
        make(".env.active");
        Files.createSymbolicLink(folder.resolve("link"), Path.of(".env.active"));
        Files.createSymbolicLink(folder.resolve(".env"), Path.of(".env.active"));
        Mapping activating = mapping("local", Optional.empty(), Optional.of("link"), ".env.keys");
        assertThat(shown(new EnvFileLocator(List.of(activating)).locate(mapping("production"))))
                .isEqualTo("none");
    }

    @Test
    void anActivateToThatIsNoPathSpoilsNothing() throws Exception {
        make(".env.production");
        Mapping broken = mapping("local", Optional.empty(), Optional.of("a\0b"), ".env.keys");
        assertThat(shown(new EnvFileLocator(List.of(broken)).locate(mapping("production"))))
                .isEqualTo(".env.production");
    }

    @Test
    void aKeysFileOfAnotherNameIsNoEnvFile() throws Exception {
        make(".env.secret .env.secret.backup.1 .env.secrets");
        Mapping mapping = mapping("secret", Optional.empty(), Optional.empty(), ".env.secret");
        assertThat(new EnvFileLocator(List.of()).locate(mapping))
                .isEqualTo(new EnvFileLocation.NotFound(".env.secret"));
        Mapping other = mapping("secrets", Optional.empty(), Optional.empty(), ".env.secret");
        assertThat(shown(new EnvFileLocator(List.of()).locate(other))).isEqualTo(".env.secrets");
    }

    @Test
    void aLinkIsFollowedInsideTheFolderAndRefusedOutside() throws Exception {
        make("real/prod other");
        Files.createSymbolicLink(folder.resolve(".env.production"), Path.of("real/prod"));
        // A link that leads outside spoils nothing as long as it is not the env file.
        Files.createSymbolicLink(folder.resolve(".env.staging"), Files.createFile(temporary.resolve("outside")));
        EnvFileLocator locator = new EnvFileLocator(List.of());
        assertThat(shown(locator.locate(mapping("production")))).isEqualTo("real/prod");
        assertThatThrownBy(() -> locator.locate(mapping("staging")))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PATH_ESCAPES));
        Files.delete(folder.resolve("real/prod"));
        assertThat(shown(locator.locate(mapping("production")))).isEqualTo("none");
    }

    private void make(String names) throws Exception {
        for (String name : names.split(" ", -1)) {
            if (!name.isEmpty()) {
                Files.createDirectories(folder.resolve(name).getParent());
                Files.createFile(folder.resolve(name));
            }
        }
    }

    private EnvFileLocation named(String file) {
        return new EnvFileLocator(List.of())
                .locate(mapping("production", Optional.of(file), Optional.empty(), ".env.keys"));
    }

    private String shown(EnvFileLocation location) {
        return switch (location) {
            case EnvFileLocation.Found(var file) -> folder.relativize(file).toString();
            case EnvFileLocation.NotFound any -> "none";
            case EnvFileLocation.Ambiguous(var names) -> "several " + String.join(" ", names);
            case EnvFileLocation.NoFolder any -> "no folder";
        };
    }

    private Mapping mapping(String environment) {
        return mapping(environment, Optional.empty(), Optional.empty(), ".env.keys");
    }

    private Mapping mapping(String environment, Optional<String> envFile, Optional<String> target, String keysFile) {
        return new Mapping(
                0,
                "secret",
                "./app",
                folder,
                folder,
                environment,
                Optional.empty(),
                Optional.empty(),
                envFile,
                target,
                false,
                keysFile,
                folder.resolve(keysFile),
                1,
                Optional.empty());
    }
}
