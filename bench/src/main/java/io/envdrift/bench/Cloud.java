package io.envdrift.bench;

import io.envdrift.testkit.FaultyService;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.aws.AwsIdentity;
import io.envdrift.testkit.aws.SecretsManagerFake;
import io.envdrift.testkit.azure.AzureIdentity;
import io.envdrift.testkit.azure.KeyVaultFake;
import io.envdrift.testkit.gcp.GoogleIdentity;
import io.envdrift.testkit.gcp.SecretManagerFake;
import io.envdrift.testkit.hashicorp.FakeVault;
import io.envdrift.testserver.TestAuthority;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import io.envdrift.vault.VaultSettings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A cloud's fake, and how one gets at it.
 *
 * @param service the fake
 * @param settings of a vault on it
 * @param context with the credentials that the fake knows
 */
record Cloud(FaultyService service, VaultSettings settings, VaultContext context) implements AutoCloseable {
    @Override
    public void close() {
        service.close();
    }

    private static VaultSettings settings(String provider, Map<String, String> values) {
        return new VaultSettings(
                provider,
                values.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> new Setting(entry.getValue(), Origin.FLAG))));
    }

    static Cloud aws(Path directory) throws IOException {
        AwsIdentity user = AwsIdentity.of("AKIATESTUSER00000001", "canary/secret-access-key+0001");
        SecretsManagerFake service = SecretsManagerFake.start(Optional.empty(), user);
        return new Cloud(
                service,
                settings(
                        "aws",
                        Map.of(
                                "region",
                                SecretsManagerFake.REGION,
                                "endpoint_url",
                                service.server().uri("").toString())),
                TestContext.of(
                        Map.of(
                                "AWS_ACCESS_KEY_ID",
                                user.keyId(),
                                "AWS_SECRET_ACCESS_KEY",
                                user.secretKey(),
                                "AWS_EC2_METADATA_DISABLED",
                                "true"),
                        directory));
    }

    static Cloud azure(Path directory) throws IOException {
        AzureIdentity user = AzureIdentity.of(
                KeyVaultFake.TENANT, "11111111-0000-4000-8000-000000000001", "canary/client-secret+0001");
        TestAuthority authority = TestAuthority.in(Files.createTempDirectory(directory, "certificates"));
        KeyVaultFake service = KeyVaultFake.start(Optional.of(authority.issue("dns:localhost")), user);
        Map<String, String> environment = Map.of(
                "AZURE_AUTHORITY_HOST",
                service.server().uri("").toString(),
                "ENVDRIFT_AZURE_VERIFY_CHALLENGE_RESOURCE",
                "0",
                "AZURE_TENANT_ID",
                user.tenant(),
                "AZURE_CLIENT_ID",
                user.client(),
                "AZURE_CLIENT_SECRET",
                user.secret());
        return new Cloud(
                service,
                settings("azure", Map.of("vault_url", service.server().uri("").toString())),
                TestContext.trusting(authority.file(), TestContext.of(environment, directory)));
    }

    static Cloud gcp(Path directory) throws IOException {
        GoogleIdentity user = GoogleIdentity.of("user@envdrift-test.iam.gserviceaccount.com");
        SecretManagerFake service = SecretManagerFake.start(Optional.empty(), user);
        Path account = Files.writeString(
                directory.resolve("account.json"),
                user.file(service.server().uri("/token").toString()));
        return new Cloud(
                service,
                settings(
                        "gcp",
                        Map.of(
                                "project_id",
                                SecretManagerFake.PROJECT,
                                "endpoint_url",
                                service.server().uri("").toString())),
                TestContext.of(Map.of("GOOGLE_APPLICATION_CREDENTIALS", account.toString()), directory));
    }

    static Cloud hashicorp(Path directory) throws IOException {
        FakeVault service = FakeVault.start(Optional.empty());
        return new Cloud(
                service,
                settings("hashicorp", Map.of("url", service.server().uri("").toString())),
                TestContext.of(Map.of("VAULT_TOKEN", FakeVault.TOKEN), directory));
    }
}
