package io.envdrift.provider.aws;

import static io.envdrift.testkit.ContractErrors.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envdrift.base.ErrorCode;
import io.envdrift.files.AtomicFile;
import io.envdrift.files.FileOperations;
import io.envdrift.testkit.TestContext;
import io.envdrift.trust.TrustQuestion;
import io.envdrift.trust.TrustStore;
import io.envdrift.trust.TrustedHosts;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vault.VaultSettings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is sent here: the label tells region and address. */
class AwsEndpointsTest {
    @TempDir
    private Path home;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, Setting> settings = new HashMap<>();

    private String label() {
        TrustStore store = TrustStore.of(Map.of(), home, new AtomicFile(FileOperations.system()));
        TrustedHosts hosts =
                new TrustedHosts(environment, List.of(new AwsVaultProvider()), List.of(), store, TrustQuestion.NOBODY);
        try (Vault vault = new AwsVaultProvider()
                .open(
                        new VaultSettings("aws", settings),
                        TestContext.guarded(hosts, TestContext.of(environment, home)))) {
            return vault.label();
        }
    }

    private void set(String key, String value) {
        settings.put(key, new Setting(value, Origin.REPOSITORY));
    }

    private void writeConfig(String... lines) throws IOException {
        Files.createDirectories(home.resolve(".aws"));
        Files.writeString(home.resolve(".aws/config"), String.join("\n", lines));
    }

    @Test
    void theRegionComesFromTheSettingsTheEnvironmentTheProfileOrIsTheUsualOne() throws IOException {
        assertThat(label()).isEqualTo("AWS Secrets Manager (region us-east-1)");
        writeConfig("[default]", "region = eu-west-1", "[profile p]", "region = eu-west-2");
        assertThat(label()).contains("(region eu-west-1)");
        environment.put("AWS_PROFILE", "p");
        assertThat(label()).contains("(region eu-west-2)");
        environment.put("AWS_DEFAULT_REGION", "ap-south-1");
        assertThat(label()).contains("(region ap-south-1)");
        environment.put("AWS_REGION", "sa-east-1");
        assertThat(label()).contains("(region sa-east-1)");
        set("region", "cn-north-1");
        assertThat(label()).contains("(region cn-north-1)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"attacker.example#", "x/", "eu-central-1.attacker.example", "EU", "eu central 1", "-a", "a:1"})
    void aRegionThatWouldLeadToAnotherHostIsRefused(String region) {
        set("region", region);
        fails(this::label, ErrorCode.VAULT_SETTINGS);
    }

    @Test
    void theAddressComesFromTheSettingsTheEnvironmentOrTheProfile() throws IOException {
        writeConfig("[default]", "endpoint_url = https://profile.example");
        assertThat(label()).contains(" at https://profile.example ");
        writeConfig(
                "[default]",
                "services = mine",
                "endpoint_url = https://profile.example",
                "[services mine]",
                "secrets_manager =",
                "  endpoint_url = https://section.example");
        assertThat(label()).contains(" at https://section.example ");
        environment.put("AWS_ENDPOINT_URL", "https://all.example:8443/");
        assertThat(label()).contains(" at https://all.example:8443 ");
        environment.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", "https://one.example");
        assertThat(label()).contains(" at https://one.example ");
        set("endpoint_url", "http://localhost:4566");
        assertThat(label()).contains(" at http://localhost:4566 ");
    }

    @Test
    void configuredAddressesCanBeIgnored() throws IOException {
        writeConfig("[default]", "endpoint_url = https://profile.example");
        environment.put("AWS_ENDPOINT_URL", "https://all.example");
        environment.put("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
        assertThat(label()).isEqualTo("AWS Secrets Manager (region us-east-1)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://secretsmanager.eu-central-1.amazonaws.com",
                "https://secretsmanager-fips.us-east-1.amazonaws.com",
                "https://secretsmanager.cn-north-1.amazonaws.com.cn",
                "https://secretsmanager.eu-west-1.api.aws",
                "https://vpce-0a1b-2c3d.secretsmanager.eu-west-1.vpce.amazonaws.com",
                "https://SecretsManager.eu-central-1.amazonaws.com",
                "http://127.0.0.1:4566",
                "http://localhost:4566"
            })
    void addressesOfAwsItselfAndThisMachineNeedNoTrust(String address) {
        set("endpoint_url", address);
        assertThat(label()).contains("region us-east-1");
    }

    /** Anybody can have a host below amazonaws.com: a machine, a bucket, an API, an endpoint service. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://attacker.example",
                "https://amazonaws.com.attacker.example",
                "https://secretsmanager.eu-central-1.amazonaws.com.attacker.example",
                "https://x.execute-api.eu-central-1.amazonaws.com",
                "https://ec2-198-51-100-1.compute-1.amazonaws.com",
                "https://vpce-1.vpce-svc-2.eu-west-1.vpce.amazonaws.com",
                "https://secretsmanager.x.elb.eu-west-1.amazonaws.com"
            })
    void otherAddressesOfTheRepositoryAreNotTrusted(String address) {
        set("endpoint_url", address);
        fails(this::label, ErrorCode.UNTRUSTED_HOST);
    }

    @ParameterizedTest
    @CsvSource({
        "http://attacker.example, VAULT_SETTINGS",
        "attacker.example, VAULT_SETTINGS",
        "'https://canary x', VAULT_SETTINGS",
        "https://user:canary@localhost, VAULT_SETTINGS",
        "https://localhost?canary, VAULT_SETTINGS",
        "ftp://localhost, VAULT_SETTINGS",
    })
    void addressesOfAnotherFormAreRefusedAndNotShown(String address, ErrorCode code) {
        set("endpoint_url", address);
        assertThat(fails(this::label, code)).hasMessageNotContaining("canary");
    }

    @Test
    void aMalformedConfigurationFileIsNamedButNotQuoted() throws IOException {
        writeConfig("[default", "aws_secret_access_key canary");
        assertThatThrownBy(this::label)
                .isInstanceOf(VaultException.class)
                .hasMessageContaining(home.resolve(".aws/config") + " is malformed")
                .hasMessageNotContaining("canary");
    }

    @Test
    void theAddressMayBeOfTheFipsKind() {
        environment.put("AWS_USE_FIPS_ENDPOINT", "TRUE");
        assertThat(label()).contains(" at https://secretsmanager-fips.us-east-1.amazonaws.com ");
    }
}
