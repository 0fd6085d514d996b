package io.envdrift.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingChecksTest {
    @TempDir
    private Path base;

    private Path root;
    private ConfigFiles files;

    /** A project with a folder, links that stay inside, and links that leave it. */
    @BeforeEach
    void makeProject() throws IOException {
        root = Files.createDirectory(base.toRealPath().resolve("project"));
        files = new ConfigFiles(root);
        Path outside = Files.createDirectory(root.resolveSibling("outside"));
        Files.writeString(outside.resolve("file"), "");
        Path folder = Files.createDirectory(root.resolve("f"));
        Files.createDirectory(root.resolve("shared"));
        Files.createDirectory(folder.resolve("sub"));
        try {
            Files.createSymbolicLink(root.resolve("out-link"), outside);
            Files.createSymbolicLink(root.resolve("in-link"), folder);
            Files.createSymbolicLink(folder.resolve("out-link"), outside);
            Files.createSymbolicLink(folder.resolve("shared-link"), root.resolve("shared"));
            Files.createSymbolicLink(folder.resolve("file-link"), outside.resolve("file"));
            Files.createSymbolicLink(folder.resolve("dangling"), outside.resolve("absent"));
            Files.createSymbolicLink(folder.resolve("sub-link"), folder.resolve("sub"));
        } catch (UnsupportedOperationException e) {
            assumeTrue(false, "the file system has no links: " + e);
        }
    }

    @ParameterizedTest
    @CsvSource({".,''", "f,f", "./f/,f", "f/./sub,f/sub", "in-link,f", "absent/deeper,absent/deeper", "f/sub-link,f/sub"
    })
    void aFolderIsRelativeToTheConfigurationAndItsLinksAreResolved(String written, String folder) throws IOException {
        Mapping mapping = mappingOf(written);

        assertThat(mapping.problem()).isEmpty();
        assertThat(mapping.folder()).isEqualTo(root.resolve(folder).normalize());
        assertThat(mapping.folderPath()).isEqualTo(written);
    }

    @Test
    void anAbsoluteFolderInsideIsFine() throws IOException {
        assertThat(mappingOf(root.resolve("f").toString()).problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../outside",
                "f/../../outside",
                "f/..",
                "out-link",
                "out-link/sub",
                "f/out-link",
                "f/dangling/x",
                "/",
                "/etc",
                "a\\u0000b",
            })
    void aFolderThatLeadsOutsideIsRefused(String written) throws IOException {
        assertRefused(mappingOf(written), ErrorCode.PATH_ESCAPES, "folder_path");
    }

    @ParameterizedTest
    @ValueSource(strings = {".git", "f/.git/hooks", ".GIT"})
    void aFolderInGitsOwnDirectoryIsRefused(String written) throws IOException {
        assertRefused(mappingOf(written), ErrorCode.PATH_ESCAPES, "it leads into .git");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anEmptyFolderIsRefused(String written) throws IOException {
        assertRefused(mappingOf(written), ErrorCode.CONFIG_INVALID, "folder_path is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "out-link"})
    void foldersOutsideCanBeAllowed(String written) throws IOException {
        Mapping mapping = allowingOutside(written, "");

        assertThat(mapping.problem()).isEmpty();
        assertThat(mapping.folder()).isEqualTo(root.resolveSibling("outside"));
        assertThat(mapping.root()).isEqualTo(mapping.folder());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "out-link"})
    void SEC_A1_thatTheConfigurationAllowsFoldersOutsideIsNotEnough(String written) throws IOException {
        EnvdriftConfig config = files.toml("[vault.sync]\nallow_outside_root = true\n[[vault.sync.mappings]]\n"
                + "secret_name = \"s\"\nfolder_path = \"" + written + "\"\n[[vault.sync.mappings]]\n"
                + "secret_name = \"t\"\nfolder_path = \"f\"\n");

        Mapping mapping = config.sync().mappings().getFirst();

        assertRefused(mapping, ErrorCode.PATH_ESCAPES, "allow_outside_root counts only with your own word");
        assertThat(mapping.problem().orElseThrow().hint()).contains(OutsideRoot.HINT);
        assertThat(config.sync().mappings().getLast().problem()).isEmpty();
    }

    @Test
    void SEC_A1_anActivatedCopyNeverLeavesTheDirectoryOfTheConfiguration() throws IOException {
        assertRefused(
                allowingOutside("../outside", "activate_to = '.env'"),
                ErrorCode.PATH_ESCAPES,
                "it never leads outside");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".env.keys.lock",
                ".ENV.Keys.Lock",
                ".env.keys.backup.20260101_000000_000000",
                ".env.0123456789abcdef.tmp",
                "x.0123abcd.tmp",
                "sub/.env.keys.lock"
            })
    void SEC_A6_namesThatEnvdriftUsesAreRefused(String written) throws IOException {
        assertRefused(files.mapping("env_file = '" + written + "'"), ErrorCode.CONFIG_INVALID, "env_file '");
        assertRefused(files.mapping("activate_to = '" + written + "'"), ErrorCode.CONFIG_INVALID, "activate_to '");
        assertRefused(mappingWithKeysFile(written), ErrorCode.CONFIG_INVALID, "env_keys_filename '");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "x", "sub/notes.txt", "authorized_keys"})
    void SEC_A8_aKeysFileIsNamedLikeOne(String written) throws IOException {
        assertRefused(mappingWithKeysFile(written), ErrorCode.CONFIG_INVALID, "begins with .env or ends with .keys");
    }

    @Test
    void SEC_A8_aFileOfAnotherNameThatHoldsAKeyGoesOnWithAWarning() throws IOException {
        Files.writeString(root.resolve("f/secrets.txt"), "# keys\nDOTENV_PRIVATE_KEY_PRODUCTION=" + "1".repeat(64));

        EnvdriftConfig config = configWithKeysFile("secrets.txt");

        assertThat(config.sync().mappings().getFirst().problem()).isEmpty();
        assertThat(config.warnings()).anyMatch(text -> text.contains("should begin with .env or end with .keys"));
    }

    @Test
    void allowingFoldersOutsideAllowsNothingElseOutside() throws IOException {
        assertRefused(
                allowingOutside("../outside", "env_file = '../project/f/.env'"), ErrorCode.PATH_ESCAPES, "env_file");
        assertRefused(allowingOutside("../outside/.git", ""), ErrorCode.PATH_ESCAPES, ".git");
        assertRefused(allowingOutside("a\\u0000b", ""), ErrorCode.PATH_ESCAPES, "no valid path");
    }

    @ParameterizedTest
    @ValueSource(strings = {".env.prod", "sub/.env", "sub-link/.env", "./x.keys", "not/there.keys"})
    void filesInsideTheFolderAreFine(String written) throws IOException {
        assertThat(files.mapping("env_file = '" + written + "'").problem()).isEmpty();
        assertThat(files.mapping("activate_to = '" + written + "'").problem()).isEmpty();
        assertThat(mappingWithKeysFile(written).problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "sub/../../x", "sub/../x", "out-link/x", "shared-link/x", "/etc/passwd", "/", ".."})
    void filesOutsideTheFolderAreRefused(String written) throws IOException {
        assertRefused(files.mapping("env_file = '" + written + "'"), ErrorCode.PATH_ESCAPES, "env_file '" + written);
        assertRefused(
                files.mapping("activate_to = '" + written + "'"), ErrorCode.PATH_ESCAPES, "activate_to '" + written);
        assertRefused(mappingWithKeysFile(written), ErrorCode.PATH_ESCAPES, "env_keys_filename '");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file-link", "dangling"})
    void aLinkThatLeavesTheFolderIsNoEnvFileAndNoTarget(String written) throws IOException {
        assertRefused(files.mapping("env_file = '" + written + "'"), ErrorCode.PATH_ESCAPES, "env_file");
        assertRefused(files.mapping("activate_to = '" + written + "'"), ErrorCode.PATH_ESCAPES, "activate_to");
    }

    @Test
    void SEC_A7_theKeysFileMayBeALinkThatStaysInTheProject() throws IOException {
        Files.createSymbolicLink(root.resolve("f/in.keys"), Path.of("../shared/team.keys"));
        Files.createSymbolicLink(root.resolve("f/out.keys"), root.resolveSibling("outside"));
        Files.createSymbolicLink(root.resolve("f/process.keys"), Path.of("/proc/self/environ"));

        assertThat(mappingWithKeysFile("in.keys").keysFile()).isEqualTo(root.resolve("shared/team.keys"));
        assertRefused(mappingWithKeysFile("out.keys"), ErrorCode.PATH_ESCAPES, "env_keys_filename 'out.keys'");
        assertRefused(mappingWithKeysFile("process.keys"), ErrorCode.PATH_ESCAPES, "env_keys_filename 'process.keys'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".git/config",
                "sub/.git/hooks/pre-commit",
                ".Git/x",
                ".git",
                // Other names of it on macOS and Windows.
                ".g\u200cit/config",
                "git~1/config",
                ".git. /config",
                ".git::$INDEX_ALLOCATION/config"
            })
    void filesInGitsOwnDirectoryAreRefused(String written) throws IOException {
        assertRefused(files.mapping("env_file = '" + written + "'"), ErrorCode.PATH_ESCAPES, "is refused");
        assertRefused(files.mapping("activate_to = '" + written + "'"), ErrorCode.PATH_ESCAPES, "is refused");
        assertRefused(mappingWithKeysFile(written), ErrorCode.PATH_ESCAPES, "is refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\\nb", "a\\u001bb"})
    void emptyNamesAndControlCharactersAreNoFiles(String written) throws IOException {
        assertRefused(files.mapping("env_file = \"" + written + "\""), ErrorCode.CONFIG_INVALID, "env_file is empty");
        assertRefused(
                files.mapping("activate_to = \"" + written + "\""), ErrorCode.CONFIG_INVALID, "activate_to is empty");
    }

    @Test
    void anEmptyKeysFileNameIsTheUsualOne() throws IOException {
        assertThat(mappingWithKeysFile("").keysFile()).isEqualTo(root.resolve("f/.env.keys"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "activate_to = '.env.keys'|the keys file is also",
                "activate_to = './.env.keys'|the keys file is also",
                "env_file = '.env.keys'|the keys file is also",
                "env_file = '.env'\\nactivate_to = './.env'|activate_to and env_file are the same file",
            })
    void oneFileHasOneRole(String lines, String problem) throws IOException {
        assertRefused(files.mapping(lines.replace("\\n", "\n")), ErrorCode.CONFIG_INVALID, problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {".env", ".env.production", "./.env"})
    void theKeysFileIsNoEnvFile(String name) throws IOException {
        assertRefused(mappingWithKeysFile(name), ErrorCode.CONFIG_INVALID, "the keys file is also the env file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "prod-eu", "a.b_c", "9", "PROD"})
    void usualNamesAreFine(String name) throws IOException {
        assertThat(files.mapping("environment = '" + name + "'").problem()).isEmpty();
        assertThat(files.mapping("profile = '" + name + "'").problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a\\nEVIL=1",
                "a\\r",
                "a/b",
                "a\\\\b",
                "a=b",
                "prod\\u0000",
                "pröd",
                "a\\u2028b",
                "$(x)"
            })
    void otherNamesAreRefusedSoThatNoLineReachesAFile(String name) throws IOException {
        // The empty environment is that of a file without suffix.
        if (!name.isEmpty()) {
            assertRefused(files.mapping("environment = \"" + name + "\""), ErrorCode.CONFIG_INVALID, "environment '");
        }
        assertRefused(files.mapping("profile = \"" + name + "\""), ErrorCode.CONFIG_INVALID, "profile '");
    }

    @ParameterizedTest
    @CsvSource({
        "a\\nb,control character",
        "a\\u0000,control character",
        "a\\u0085b,control character",
        "a\\u2028b,control character",
        "'',secret_name is empty",
        "' ',secret_name is empty"
    })
    void aSecretNameHoldsNoControlCharacter(String name, String problem) throws IOException {
        Mapping mapping = files.toml("[[vault.sync.mappings]]\nsecret_name = \"" + name + "\"\nfolder_path = \"f\"\n")
                .sync()
                .mappings()
                .getFirst();

        assertRefused(mapping, ErrorCode.CONFIG_INVALID, problem);
    }

    @Test
    void oneBadMappingDoesNotHarmTheOthers() throws IOException {
        List<Mapping> mappings = files.toml("""
            [[vault.sync.mappings]]
            secret_name = "a"
            folder_path = "../outside"
            [[vault.sync.mappings]]
            secret_name = "b"
            folder_path = "f"
            """).sync().mappings();

        assertThat(mappings)
                .extracting(mapping -> mapping.problem().isPresent())
                .containsExactly(true, false);
        assertThat(mappings).extracting(Mapping::line).containsExactly(1, 4);
        assertThat(mappings).extracting(Mapping::index).containsExactly(0, 1);
    }

    private Mapping mappingOf(String folder) throws IOException {
        return files.toml("[[vault.sync.mappings]]\nsecret_name = \"s\"\nfolder_path = \"" + folder + "\"\n")
                .sync()
                .mappings()
                .getFirst();
    }

    private Mapping allowingOutside(String folder, String lines) throws IOException {
        return files.tomlOfTheUser(
                        "[vault.sync]\nallow_outside_root = true\n[[vault.sync.mappings]]\nsecret_name = \"s\"\n"
                                + "folder_path = \"" + folder + "\"\n" + lines)
                .sync()
                .mappings()
                .getFirst();
    }

    private EnvdriftConfig configWithKeysFile(String name) throws IOException {
        return files.toml("[vault.sync]\nenv_keys_filename = '" + name + "'\n[[vault.sync.mappings]]\n"
                + "secret_name = \"s\"\nfolder_path = \"f\"\n");
    }

    private Mapping mappingWithKeysFile(String name) throws IOException {
        return configWithKeysFile(name).sync().mappings().getFirst();
    }

    private static void assertRefused(Mapping mapping, ErrorCode code, String message) {
        assertThat(mapping.problem()).hasValueSatisfying(problem -> {
            assertThat(problem.getMessage()).contains(message);
            assertThat(problem.code()).isEqualTo(code);
        });
    }
}
