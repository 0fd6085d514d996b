package io.envdrift.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.EnvdriftException;
import io.envdrift.base.ErrorCode;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vault.VaultSettings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaultRoutingTest {
    private static final String NONE = "-";

    @TempDir
    private Path directory;

    /**
     * The config in short form: lines are separated by {@code ;}. Flags and variables: {@code -p=…}, {@code -u=…}, {@code
     * -r=…}, {@code -i=…}, {@code NAME=…}. The expected settings: provider, then {@code key=value@ORIGIN} sorted.
     */
    @ParameterizedTest(name = "{0} | {1} | vault_name {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                // No vault_name: the provider's table, changed by options.
                "[vault.azure];vault_url='https://x.vault.azure.net/'|-|-|azure"
                        + " vault_url=https://x.vault.azure.net@REPOSITORY",
                "[vault.azure];vault_url='https://x.vault.azure.net/'|-u=https://y.vault.azure.net|-|azure"
                        + " vault_url=https://y.vault.azure.net@FLAG",
                "[vault.azure];vault_url=' '|-|-|azure",
                "[vault.aws];region='eu-west-1';profile='p'|-|-|aws profile=p@REPOSITORY region=eu-west-1@REPOSITORY",
                "[vault.aws];region='eu-west-1'|-r=us-east-2|-|aws region=us-east-2@FLAG",
                "[vault.aws]|-|-|aws",
                "[vault.gcp];project_id='p'|-i=q|-|gcp project_id=q@FLAG",
                "[vault.local];key_file='k'|-|-|local key_file=$DIR/k@REPOSITORY",
                "[vault.hashicorp];verify=false|-|-|hashicorp verify=false@REPOSITORY",
                // Options that mean nothing to the provider are left alone, as in the original tool.
                "[vault.gcp];project_id='p'|-r=us-east-1 -u=https://x|-|gcp project_id=p@REPOSITORY",
                // VAULT_ADDR: flag, then config, then environment.
                "[vault.hashicorp];url='https://a:8200/'|VAULT_ADDR=https://b:8200|-|hashicorp"
                        + " url=https://a:8200@REPOSITORY",
                "[vault.hashicorp];mount='kv'|VAULT_ADDR=https://b:8200/|-|hashicorp mount=kv@REPOSITORY"
                        + " url=https://b:8200@ENVIRONMENT",
                "[vault.hashicorp]|-u=https://c VAULT_ADDR=https://b|-|hashicorp url=https://c@FLAG",
                "[vault.hashicorp]|VAULT_ADDR=|-|hashicorp",
                "[vault.azure]|VAULT_ADDR=https://b|-|azure",
                // The provider: option, then config, then the only table, then azure.
                "[vault];provider='aws';[vault.aws];region='r';[vault.gcp]|-|-|aws region=r@REPOSITORY",
                "[vault];provider='aws';[vault.aws];region='r';[vault.gcp];project_id='p'|-p=gcp|-|gcp"
                        + " project_id=p@REPOSITORY",
                "[vault.azure];vault_url='https://x'|-p=aws -r=r|-|aws region=r@FLAG",
                "[vault.sync]|-|-|azure",
                // vault_name names a table, which options do not change.
                "[vault.azure];vault_url='https://x';[vault.named.eu];provider='aws';region='eu'|-r=us"
                        + " -u=https://y|eu|aws region=eu@REPOSITORY",
                "[vault.named.kv];provider='hashicorp';mount='m'|VAULT_ADDR=https://b|kv|hashicorp mount=m@REPOSITORY"
                        + " url=https://b@ENVIRONMENT",
                "[vault.named.l];provider='local';path='v'|-|l|local path=$DIR/v@REPOSITORY",
                // vault_name without a table.
                "[vault.azure];vault_url='https://x.vault.azure.cn:444/'|-|prod|azure"
                        + " vault_url=https://prod.vault.azure.cn:444@REPOSITORY",
                "[vault.azure];vault_url='https://x.vault.azure.net./'|-|prod|azure"
                        + " vault_url=https://prod.vault.azure.net@REPOSITORY",
                "[vault.azure]|-|prod|azure vault_url=https://prod.vault.azure.net@REPOSITORY",
                "[vault.azure]|-u=https://x.vault.usgovcloudapi.net|prod|azure"
                        + " vault_url=https://prod.vault.usgovcloudapi.net@REPOSITORY",
                "[vault.azure]|-u=https://Prod.vault.azure.net|prod|azure vault_url=https://Prod.vault.azure.net@FLAG",
                "[vault.gcp];project_id='p';location='eu'|-|q|gcp location=eu@REPOSITORY project_id=q@REPOSITORY",
                "[vault.hashicorp];url='https://a'|-|team/kv|hashicorp mount=team/kv@REPOSITORY"
                        + " url=https://a@REPOSITORY",
                // default_vault_name fills in where nothing else names a vault.
                "[vault.azure];[vault.sync];default_vault_name='d'|-|-|azure"
                        + " vault_url=https://d.vault.azure.net@REPOSITORY",
                "[vault.sync];default_vault_name='d'|-|-|azure vault_url=https://d.vault.azure.net@REPOSITORY",
                "[vault.azure];vault_url='https://x.y';[vault.sync];default_vault_name='d'|-|-|azure"
                        + " vault_url=https://x.y@REPOSITORY",
                "[vault.azure];[vault.sync];default_vault_name='d'|-u=https://x.y|-|azure vault_url=https://x.y@FLAG",
                "[vault.gcp];[vault.sync];default_vault_name='d'|-|-|gcp project_id=d@REPOSITORY",
                "[vault.hashicorp];url='https://a';[vault.sync];default_vault_name='d'|-|-|hashicorp mount=d@REPOSITORY"
                        + " url=https://a@REPOSITORY",
                "[vault.aws];[vault.sync];default_vault_name='d'|-|-|aws",
                "[vault.azure];vault_url='https://x.y';[vault.sync];default_vault_name='d'|-|z|azure"
                        + " vault_url=https://z.y@REPOSITORY",
                // … also with the name of a table.
                "[vault.named.d];provider='aws';region='r';[vault.sync];default_vault_name='d'|-|-|aws"
                        + " region=r@REPOSITORY",
                "[vault];provider='gcp';[vault.named.d];provider='aws';[vault.sync];default_vault_name='d'|-|-|aws",
                "[vault.gcp];project_id='p';[vault.named.d];provider='aws';[vault.sync];default_vault_name='d'|-|-|gcp"
                        + " project_id=p@REPOSITORY",
                "[vault.named.d];provider='aws';[vault.sync];default_vault_name='d'|-p=gcp -i=q|-|gcp"
                        + " project_id=q@FLAG",
            })
    void aMappingFindsItsVault(String config, String outside, String vaultName, String expected) throws IOException {
        VaultSettings settings = settings(config, outside, vaultName);

        assertThat(shown(settings))
                .isEqualTo(expected.replace("$DIR", directory.toRealPath().toString()));
    }

    @ParameterizedTest(name = "{0} | {1} | vault_name {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "[vault.azure];[vault.aws]|-|-|Several vault providers are configured (aws, azure) and none is chosen:"
                        + " set provider explicitly",
                "[vault];provider='azur'|-|-|Unknown vault provider 'azur'",
                "[vault];provider='Azure'|-|-|Unknown vault provider 'Azure'",
                "[vault.azure]|-p=awz|-|Unknown vault provider 'awz'",
                "[vault.named.x];provider='gpc'|-|x|Unknown vault provider 'gpc'",
                "[vault.named.x];provider='gcp'|-|-|Vault provider required: none is named",
                "[vault.aws]|-|prod|vault_name 'prod' means nothing to aws: its vaults have no names",
                "[vault.local]|-|prod|vault_name 'prod' means nothing to local: its vaults have no names",
                "[vault.azure]|-|evil.com/|vault_name 'evil.com/' is no possible name for azure",
                "[vault.azure]|-|a.b|vault_name 'a.b' is no possible name for azure",
                "[vault.azure]|-|a@b|vault_name 'a@b' is no possible name for azure",
                "[vault.gcp]|-|p/secrets|vault_name 'p/secrets' is no possible name for gcp",
                "[vault.hashicorp]|-|../sys|vault_name '../sys' is no possible name for hashicorp",
                "[vault.hashicorp]|-|/kv|vault_name '/kv' is no possible name for hashicorp",
                "[vault.hashicorp]|-|kv?x|vault_name 'kv?x' is no possible name for hashicorp",
                "[vault.azure];vault_url='https://127.0.0.1:8443'|-|p|vault_name 'p' cannot be put into vault_url"
                        + " https://127.0.0.1:8443",
                "[vault.azure];vault_url='https://[::ffff:1.2.3.4]'|-|p|vault_name 'p' cannot be put into vault_url"
                        + " https://[::ffff:1.2.3.4]",
                "[vault.azure];vault_url='https://localhost'|-|p|vault_name 'p' cannot be put into vault_url"
                        + " https://localhost",
                "[vault.azure];vault_url='not a url'|-|p|vault_name 'p' cannot be put into vault_url not a url",
            })
    void whatNamesNoVaultFailsForItsOwnMappings(String config, String outside, String vaultName, String message) {
        assertThatThrownBy(() -> settings(config, outside, vaultName))
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VAULT_SETTINGS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[vault];provider='azur'|did you mean 'azure'? valid providers: aws, azure, gcp, hashicorp, local",
                "[vault];provider='zzz'|valid providers: aws, azure, gcp, hashicorp, local",
                "[vault.azure];[vault.aws]|write provider = \"aws\" below [vault], or give -p",
                "[vault.named.x];provider='gcp'|give the mapping a vault_name (x), or set provider below [vault]",
            })
    void theHintTellsWhatIsValid(String config, String hint) {
        assertThatThrownBy(() -> settings(config, NONE, NONE))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.hint()).contains(hint));
    }

    @Test
    void withoutAnyTomlTheProviderMustBeNamed() {
        VaultTables none = VaultTables.none(directory);

        assertThatThrownBy(() -> routing(none, VaultFlags.none()).settings())
                .hasMessage("Vault provider required: none is named");
        assertThat(shown(routing(
                                none,
                                new VaultFlags(
                                        Optional.of(" azure "), Map.of("--vault-url", "https://x", "--region", " ")))
                        .settings()))
                .isEqualTo("azure vault_url=https://x@FLAG");
    }

    @ParameterizedTest
    @CsvSource({"../outside", "/etc/passwd"})
    void aPathAmongTheSettingsMustNotLeadOutside(String path) {
        assertThatThrownBy(() -> settings("[vault.local];path='" + path + "'", NONE, NONE))
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PATH_ESCAPES));
    }

    /** As in a linked work tree, where the branch has a vault file, and its key, which git does not know, is elsewhere. */
    @Test
    void eachFileOfAVaultIsLookedForByItself() throws IOException {
        String config = "[vault.local];path='v';key_file='k'";
        Path other = Files.createDirectory(directory.resolve("other")).toRealPath();
        VaultRouting routing = routing(config, NONE).orIn(List.of(other));
        assertThat(shown(routing.settings()))
                .isEqualTo(shown(routing(config, NONE).settings()));
        Files.createFile(directory.resolve("v"));
        Files.createFile(other.resolve("v"));
        Files.createFile(other.resolve("k"));
        assertThat(shown(routing.settings()))
                .isEqualTo(
                        "local key_file=" + other + "/k@REPOSITORY path=" + directory.toRealPath() + "/v@REPOSITORY");
        assertThatThrownBy(() -> routing("[vault.local];path='../v'", NONE)
                        .orIn(List.of(other))
                        .settings())
                .isInstanceOfSatisfying(
                        EnvdriftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PATH_ESCAPES));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[vault.azure];vault_url='https://d.vault.azure.net/';[vault.sync];default_vault_name='d'|-|-",
                "[vault.azure];vault_url='https://D.vault.azure.net/';[vault.sync];default_vault_name='d'|-|-",
                "[vault.azure];[vault.sync];default_vault_name='d'|-|-",
                "[vault.azure];vault_url='https://x.vault.azure.net';[vault.sync];default_vault_name='d'|-|default_vault_name"
                    + " 'd' is not used: vault_url says https://x.vault.azure.net",
                "[vault.azure];[vault.sync];default_vault_name='d'|-u=https://x|default_vault_name 'd' is not used:"
                        + " vault_url says https://x",
                "[vault.gcp];project_id='p';[vault.sync];default_vault_name='d'|-|default_vault_name 'd' is not used:"
                        + " project_id says p",
                "[vault.hashicorp];url='https://x';[vault.sync];default_vault_name='d'|-|-",
                "[vault.aws];[vault.sync];default_vault_name='d'|-|default_vault_name 'd' is not used: vaults of aws"
                        + " have no names",
                "[vault.named.d];provider='aws';[vault.sync];default_vault_name='d'|-|-",
                "[vault];provider='nonsense';[vault.sync];default_vault_name='d'|-|-",
                "[vault.azure];vault_url='https://x'|-|-",
            })
    void aDefaultThatDisagreesIsWarnedOf(String config, String outside, String warning) throws IOException {
        assertThat(routing(config, outside).warnings()).isEqualTo(warning.equals(NONE) ? List.of() : List.of(warning));
    }

    @Test
    void theSameVaultHasEqualSettingsHoweverItIsNamed() throws IOException {
        String config = "[vault.azure];vault_url='https://x.vault.azure.net/';"
                + "[vault.named.same];provider='azure';vault_url='https://x.vault.azure.net'";

        assertThat(settings(config, NONE, NONE))
                .isEqualTo(settings(config, NONE, "same"))
                .isEqualTo(settings(config, NONE, "x"))
                .hasSameHashCodeAs(settings(config, NONE, "x"))
                .isNotEqualTo(settings(config, NONE, "y"));
    }

    private VaultSettings settings(String config, String outside, String vaultName) throws IOException {
        Mapping mapping = new ConfigFiles(directory)
                .load(
                        "mapping.toml",
                        "[[mappings]]\nsecret_name='s'\nfolder_path='f'\n"
                                + (vaultName.equals(NONE) ? "" : "vault_name='" + vaultName + "'"))
                .sync()
                .mappings()
                .getFirst();
        return routing(config, outside).settingsFor(mapping);
    }

    private VaultRouting routing(String config, String outside) throws IOException {
        Map<String, String> given = new HashMap<>();
        for (String part : outside.equals(NONE) ? new String[0] : outside.split(" ", -1)) {
            given.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
        }
        Map<String, String> options = new HashMap<>();
        Map.of("-u", "--vault-url", "-r", "--region", "-i", "--project-id")
                .forEach((key, option) ->
                        Optional.ofNullable(given.remove(key)).ifPresent(text -> options.put(option, text)));
        VaultFlags flags = new VaultFlags(Optional.ofNullable(given.remove("-p")), options);
        EnvdriftConfig read = new ConfigFiles(directory).toml(config.replace(';', '\n'));
        return VaultRouting.of(read, flags, given, Providers.ALL);
    }

    @ParameterizedTest(name = "configured {0}, flag {1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, us-west-2",
                "us-east-1, -, us-west-2",
                "us-west-2, -, us-west-2",
                "us-east-1, us-west-2, us-west-2",
                "-, us-east-1, an error",
                "us-west-2, us-east-1, an error"
            })
    void theRegionOfAnArnIsThatOfTheSecret(String configured, String flag, String expected) {
        String arn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:west-key-cFcXaz";
        Map<String, Setting> values = new HashMap<>();
        if (configured != null) {
            values.put("region", new Setting(configured, Origin.REPOSITORY));
        }
        if (flag != null) {
            values.put("region", new Setting(flag, Origin.FLAG));
        }
        VaultSettings settings = new VaultSettings("aws", values);

        if (expected.equals("an error")) {
            assertThatThrownBy(() -> SecretRegion.apply(settings, arn))
                    .hasMessage("the ARN of the secret is of us-west-2, and --region says us-east-1");
        } else {
            assertThat(SecretRegion.apply(settings, arn).value("region")).hasValue(expected);
        }
        assertThat(SecretRegion.apply(settings, "app-key")).isEqualTo(settings);
        assertThat(SecretRegion.apply(new VaultSettings("gcp", values), arn).value("region"))
                .isEqualTo(settings.value("region"));
    }

    private static VaultRouting routing(VaultTables tables, VaultFlags flags) {
        EnvdriftConfig none = EnvdriftConfig.none(tables.directory());
        EnvdriftConfig config = new EnvdriftConfig(
                none.file(), none.directory(), tables, none.sync(), none.encryption(), List.of(), List.of());
        return VaultRouting.of(config, flags, Map.of(), Providers.ALL);
    }

    private static String shown(VaultSettings settings) {
        String values = settings.values().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> " " + entry.getKey() + "=" + shown(entry.getValue()))
                .collect(Collectors.joining());
        return settings.provider() + values;
    }

    private static String shown(Setting setting) {
        return setting.value() + "@" + setting.origin();
    }
}
