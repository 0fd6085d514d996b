package io.envdrift.provider.aws;

import static io.envdrift.provider.aws.AwsAccess.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.envdrift.base.ErrorCode;
import io.envdrift.base.Secret;
import io.envdrift.testkit.Canary;
import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.aws.AwsIdentity;
import io.envdrift.testkit.aws.SecretsManagerFake;
import io.envdrift.testkit.aws.SignInFake;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultException;
import io.envdrift.vault.VaultSettings.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A service that lets only one identity in, so a read that succeeds proves where the credentials came from. */
abstract class CredentialsScene {
    static final AwsIdentity ROLE =
            AwsIdentity.temporary("ASIATESTROLE00000001", "canary/role-secret+key", "canary/role-session+token");
    static final String ROLE_ARN = "arn:aws:iam::123456789012:role/reader";
    static final String OTHER_ARN = "arn:aws:iam::123456789012:role/other";

    @TempDir
    Path home;

    final Map<String, String> environment = new HashMap<>();
    final Map<String, String> settings = new HashMap<>();
    SecretsManagerFake service;
    SignInFake signIn;

    @BeforeEach
    void start() throws IOException {
        service = SecretsManagerFake.start(Optional.empty());
        service.store("x", "value");
        signIn = SignInFake.start();
        for (String name : List.of("STS", "SSO", "SSO_OIDC")) {
            environment.put("AWS_ENDPOINT_URL_" + name, signIn.uri("").toString());
        }
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        settings.put("region", SecretsManagerFake.REGION);
        settings.put("endpoint_url", service.server().uri("").toString());
    }

    @AfterEach
    void stop() {
        service.close();
        signIn.close();
    }

    void write(String file, String... lines) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, String.join("\n", lines) + "\n");
    }

    void setKeys(AwsIdentity identity) {
        environment.putAll(AwsAccess.environment(identity));
    }

    void assertReadsAs(AwsIdentity identity) {
        service.admit(identity);
        try (Vault vault = open(Duration.ofSeconds(60))) {
            assertThat(vault.get("x").value()).isEqualTo(Secret.of("value"));
            assertThat(vault.get("x").value()).isEqualTo(Secret.of("value"));
        }
    }

    VaultException failure() {
        VaultException failure;
        try (Vault vault = open(Duration.ofSeconds(60))) {
            failure = catchThrowableOfType(VaultException.class, () -> vault.get("x"));
        }
        assertThat(failure).isNotNull();
        assertThat(service.server().requests()).isEmpty();
        for (String secret : List.of(USER.secretKey(), ROLE.secretKey(), "canary/bearer+token")) {
            new Canary(secret).assertAbsentFrom(failure);
        }
        return failure;
    }

    /** Fails for want of credentials, in some words. */
    VaultException stranger(String... words) {
        VaultException failure = failure();
        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
        assertThat(failure.getMessage() + " " + failure.hint().orElseThrow()).contains(words);
        return failure;
    }

    Vault open(Duration limit) {
        return new AwsVaultProvider()
                .open(
                        TestContext.settings("aws", settings, Origin.FLAG),
                        TestContext.within(limit, TestContext.of(environment, home)));
    }
}
