package io.envdrift.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.config.PairFile.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairFileTest {
    private static final Path FILE = Path.of("pair.txt");

    @TempDir
    private Path directory;

    private ConfigFiles files;

    @BeforeEach
    void useDirectory() {
        files = new ConfigFiles(directory);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=b|a|b",
                "'  a =  b/c  '|a|b/c",
                "a=b=c#d|a|b=c#d",
                "a b=c d|a b|c d",
                "a#b=c|a#b|c",
                "v/s=f|v/s|f",
            })
    void aLineIsSplitAtItsFirstEqualsSign(String line, String left, String folder) {
        assertThat(PairFile.parse(FILE, line)).containsExactly(new Pair(1, left, folder));
    }

    @Test
    void blankLinesAndCommentsCountAsLinesOnly() {
        assertThat(PairFile.parse(FILE, "# one\r\n\r\n  # two\n\t\na=b\ra=b\n"))
                .containsExactly(new Pair(5, "a", "b"), new Pair(6, "a", "b"));
    }

    @Test
    void everyMalformedLineIsNamed() {
        assertThatThrownBy(() -> PairFile.parse(FILE, "a=b\n=b\nc\n  d=  \n"))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_SYNTAX))
                .hasMessage(
                        "Invalid config file: Empty value at line 2; Invalid format at line 3; Empty value at line 4"
                                + " of pair.txt");
    }

    @Test
    void theExampleOfTheGuideLoads() throws IOException {
        String text = new String(
                PairFileTest.class.getResourceAsStream("guide/pair.txt").readAllBytes(), StandardCharsets.UTF_8);

        EnvdriftConfig config = files.pairs(Optional.of("azure"), text);

        assertThat(config.warnings()).isEmpty();
        assertThat(config.sync().mappings())
                .extracting(Mapping::secretName, Mapping::folderPath, Mapping::vaultName, Mapping::environment)
                .contains(
                        tuple("api-gateway-key", "services/api", Optional.empty(), "production"),
                        tuple("prod-key", "services/prod", Optional.of("production-vault"), "production"))
                .hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({
        "azure,v/s,v,s",
        "azure,x/y/z,x,y/z",
        "azure,/s,,s",
        "azure,s,,s",
        "aws,v/s,,v/s",
        "hashicorp,team/api/key,,team/api/key",
        "gcp,projects/p/secrets/s,,projects/p/secrets/s",
        ",v/s,,v/s",
        "nonsense,v/s,,v/s",
    })
    void onlyAzuresNamesAreSplitAtTheFirstSlash(String provider, String left, String vault, String secret)
            throws IOException {
        Mapping mapping = only(files.pairs(Optional.ofNullable(provider), left + "=f"));

        assertThat(mapping.vaultName()).isEqualTo(Optional.ofNullable(vault));
        assertThat(mapping.secretName()).isEqualTo(secret);
    }

    @ParameterizedTest
    @CsvSource({"eu/team/key,eu,team/key", "us/team/key,,us/team/key"})
    void theNameOfAVaultTableIsSplitOffForEveryProvider(String left, String vault, String secret) throws IOException {
        files.write("envdrift.toml", "[vault]\nprovider = 'aws'\n[vault.named.eu]\nprovider = 'hashicorp'\n");

        Mapping mapping = only(files.pairs(Optional.empty(), left + "=f"));

        assertThat(mapping.vaultName()).isEqualTo(Optional.ofNullable(vault));
        assertThat(mapping.secretName()).isEqualTo(secret);
    }

    @Test
    void theConfigurationBesideGivesEverythingButTheMappings() throws IOException {
        files.write("envdrift.toml", """
            [vault.azure]
            vault_url = 'https://x.vault.azure.net'
            odd = 1
            [vault.sync]
            strict_keys = true
            [[vault.sync.mappings]]
            secret_name = 'other'
            folder_path = 'other'
            [encryption]
            plain_keys = ['A']
            """);

        EnvdriftConfig config = files.pairs(Optional.empty(), "v/s=f");

        assertThat(config.file()).isEqualTo(directory.resolve("pair.txt"));
        assertThat(only(config).vaultName()).contains("v");
        assertThat(config.vault().providers()).containsOnlyKeys("azure");
        assertThat(config.sync().has(SyncSettings.Rule.STRICT_KEYS)).isTrue();
        assertThat(config.encryption().plainKeys()).containsExactly("A");
        assertThat(config.warnings()).singleElement().asString().contains("'odd'");
    }

    @Test
    void withoutAConfigurationBesideNoVaultIsKnown() throws IOException {
        assertThat(files.pairs(Optional.empty(), "s=f").vault()).isEqualTo(VaultTables.none(directory.toRealPath()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s=../outside", "s=/etc"})
    void foldersAreCheckedAsInToml(String line) throws IOException {
        assertThat(only(files.pairs(Optional.empty(), line)).problem())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.PATH_ESCAPES));
    }

    @Test
    void aByteOrderMarkBelongsToNoSecretsName() throws IOException {
        assertThat(only(files.pairs(Optional.empty(), "\uFEFFs=f")).secretName())
                .isEqualTo("s");
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        Path file = Files.write(directory.resolve("pair.txt"), new byte[] {'a', (byte) 0xE4, '=', 'b'});

        assertThatThrownBy(() -> ConfigFiles.loader().load(file))
                .hasMessage("Cannot read config file " + file + ": not valid UTF-8");
    }

    private static Mapping only(EnvdriftConfig config) {
        List<Mapping> mappings = config.sync().mappings();
        assertThat(mappings).hasSize(1);
        return mappings.getFirst();
    }
}
