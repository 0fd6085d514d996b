package io.envdrift.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    private static final String ONE_MAPPING = "[[vault.sync.mappings]]\nsecret_name = 's'\nfolder_path = 'f'\n";
    private static final String PYPROJECT = "[tool.envdrift.vault]\nprovider = 'aws'\n";

    @TempDir
    private Path temporary;

    private Path root;
    private Path deep;
    private ConfigFiles files;

    @BeforeEach
    void makeTree() throws IOException {
        root = temporary.toRealPath();
        deep = Files.createDirectories(root.resolve("a/b"));
        files = new ConfigFiles(root);
    }

    /** Files are written as {@code path=content}; which of them does a search from {@code a/b} find? */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "envdrift.toml a/pyproject.toml|a/pyproject.toml",
                "envdrift.toml a/envdrift.toml|a/envdrift.toml",
                "a/b/pyproject.toml a/b/envdrift.toml|a/b/envdrift.toml",
                "envdrift.toml a/b/x/envdrift.toml|envdrift.toml",
                "envdrift.toml a/empty:envdrift.toml|a/envdrift.toml",
                "envdrift.toml a/other:pyproject.toml|envdrift.toml",
                "envdrift.toml a/broken:pyproject.toml|envdrift.toml",
                "envdrift.toml a/notext:pyproject.toml|envdrift.toml",
                "envdrift.toml a/directory:envdrift.toml|envdrift.toml",
                "envdrift.toml a/mention:pyproject.toml|envdrift.toml",
            })
    void theNearestConfigurationIsFound(String written, String found) throws IOException {
        for (String file : written.split(" ", -1)) {
            writeOneOf(file);
        }

        assertThat(ConfigFiles.loader().discover(deep)).contains(root.resolve(found));
        assertThat(ConfigFiles.loader()
                        .find(Optional.empty(), deep)
                        .orElseThrow()
                        .directory())
                .isEqualTo(root.resolve(found).getParent());
    }

    @Test
    void theSearchBeginsWhereTheDirectoryReallyIs() throws IOException {
        files.write("envdrift.toml", ONE_MAPPING);
        Path elsewhere = Files.createDirectory(root.resolve("a/elsewhere"));
        files.write("a/elsewhere/x", "");
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), deep);
        files.write("a/elsewhere/envdrift.toml", "");

        assertThat(ConfigFiles.loader().discover(link)).contains(root.resolve("envdrift.toml"));
    }

    @Test
    void theNamedFileIsTakenWhateverLiesNearer() throws IOException {
        files.write("a/b/envdrift.toml", "");
        files.write("team.toml", ONE_MAPPING);

        EnvdriftConfig config = ConfigFiles.loader().loadOrDiscover(Optional.of(Path.of("../../team.toml")), deep);

        assertThat(config.directory()).isEqualTo(root);
        assertThat(config.sync().mappings().getFirst().folder()).isEqualTo(root.resolve("f"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent.toml", "absent.txt", "a/absent/pair.txt"})
    void aNamedFileThatIsAbsentIsAnError(String name) throws IOException {
        files.write("envdrift.toml", ONE_MAPPING);

        assertThatThrownBy(() -> ConfigFiles.loader().find(Optional.of(Path.of(name)), root))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_NOT_FOUND))
                .hasMessage("Config file not found: " + root.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"envdrift.toml", "pair.txt", "pyproject.toml"})
    void withoutMappingsTheFourWaysAreNamed(String name) throws IOException {
        files.write(name, "# nothing\n");

        assertThatThrownBy(() -> ConfigFiles.loader().loadOrDiscover(Optional.of(Path.of(name)), root))
                .hasMessage("No sync configuration found: " + root.resolve(name) + " has no mappings")
                .isInstanceOfSatisfying(EnvdriftException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_NOT_FOUND);
                    assertThat(e.hint().orElseThrow())
                            .contains(
                                    "envdrift.toml",
                                    "[tool.envdrift] in pyproject.toml",
                                    "-c FILE.toml",
                                    "-c pair.txt");
                });
    }

    @Test
    void aMistypedTableIsNamedAsTheReasonWhyThereIsNoMapping() throws IOException {
        files.write("envdrift.toml", "[[vault.sync.mapping]]\nsecret_name = \"s\"\nfolder_path = \"f\"\n");

        assertThatThrownBy(() -> ConfigFiles.loader().loadOrDiscover(Optional.empty(), root))
                .hasMessageContaining("has no mappings; ")
                .hasMessageContaining("unknown key 'mapping' in [vault.sync]; did you mean 'mappings'?");
    }

    @Test
    void aCommandThatNeedsNoConfigurationGetsNone() throws IOException {
        // A file nearer than whatever may lie above the temporary directory.
        files.write("envdrift.toml", "");

        assertThat(ConfigFiles.loader()
                        .find(Optional.empty(), root)
                        .orElseThrow()
                        .sync()
                        .mappings())
                .isEmpty();
    }

    @Test
    void theRootOfTheFileSystemIsNotSearched() {
        assertThat(ConfigFiles.loader().discover(root.getRoot())).isEmpty();
    }

    @Test
    void aBrokenConfigurationIsAnErrorNotSkipped() throws IOException {
        files.write("envdrift.toml", ONE_MAPPING);
        files.write("a/envdrift.toml", "[vault\n");

        assertThatThrownBy(() -> ConfigFiles.loader().find(Optional.empty(), deep))
                .hasMessageStartingWith("TOML syntax error in " + root.resolve("a/envdrift.toml"));
    }

    @Test
    void aDirectoryIsNoConfiguration() throws IOException {
        Path directory = Files.createDirectory(root.resolve("x.toml"));

        assertThatThrownBy(() -> ConfigFiles.loader().load(directory))
                .hasMessage("Cannot read config file " + directory + ": Is a directory");
    }

    @Test
    void textThatIsNotUtf8IsNoConfiguration() throws IOException {
        Path file = Files.write(root.resolve("envdrift.toml"), new byte[] {'#', (byte) 0xFF});

        assertThatThrownBy(() -> ConfigFiles.loader().load(file))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_TEXT))
                .hasMessage("Cannot read config file " + file + ": not valid UTF-8");
    }

    @Test
    void anEndlessFileIsRefused() throws IOException {
        Path file = Files.write(root.resolve("big.txt"), new byte[(16 << 20) + 1]);

        assertThatThrownBy(() -> ConfigFiles.loader().load(file)).hasMessageContaining("larger than 16 MiB");
    }

    private void writeOneOf(String file) throws IOException {
        int colon = file.indexOf(':');
        if (colon < 0) {
            files.write(file, file.endsWith("pyproject.toml") ? PYPROJECT : ONE_MAPPING);
            return;
        }
        int slash = file.lastIndexOf('/') + 1;
        String path = file.substring(0, slash) + file.substring(colon + 1);
        switch (file.substring(slash, colon)) {
            case "empty" -> files.write(path, "");
            case "other" -> files.write(path, "[project]\nname = 'x'\n");
            case "broken" -> files.write(path, "[tool.envdrift\n");
            case "mention" -> files.write(path, "[project]\nname = 'envdrift'\n[tool.envdrifty]\n");
            case "notext" -> Files.write(root.resolve(path), new byte[] {(byte) 0xFF});
            case "directory" -> Files.createDirectory(root.resolve(path));
            default -> throw new IllegalArgumentException(file);
        }
    }
}
