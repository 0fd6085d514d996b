package io.envdrift.provider.aws;

import io.envdrift.testkit.TestContext;
import io.envdrift.testkit.aws.AwsIdentity;
import io.envdrift.testkit.aws.SecretsManagerFake;
import io.envdrift.vault.Vault;
import io.envdrift.vault.VaultContext;
import io.envdrift.vault.VaultSettings;
import io.envdrift.vault.VaultSettings.Origin;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Who the tests are, and how they get at the fakes. */
final class AwsAccess {
    static final AwsIdentity USER = AwsIdentity.of("AKIATESTUSER00000001", "canary/secret-access-key+0001");
    static final AwsIdentity STRANGER = AwsIdentity.of("AKIATESTSTRANGER0001", "canary/secret-access-key+0002");

    private AwsAccess() {}

    /** An environment with keys, and without the machine's metadata service. */
    static Map<String, String> environment(AwsIdentity identity) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AWS_ACCESS_KEY_ID", identity.keyId(),
                "AWS_SECRET_ACCESS_KEY", identity.secretKey(),
                "AWS_EC2_METADATA_DISABLED", "true"));
        identity.sessionToken().ifPresent(token -> environment.put("AWS_SESSION_TOKEN", token));
        return environment;
    }

    static VaultSettings settings(URI endpoint, Origin origin) {
        return TestContext.settings(
                "aws", Map.of("region", SecretsManagerFake.REGION, "endpoint_url", endpoint.toString()), origin);
    }

    static Vault open(SecretsManagerFake service, VaultContext context) {
        return new AwsVaultProvider().open(settings(service.server().uri(""), Origin.FLAG), context);
    }
}
