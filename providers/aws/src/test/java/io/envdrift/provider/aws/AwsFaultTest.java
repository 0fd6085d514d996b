package io.envdrift.provider.aws;

import io.envdrift.testkit.FaultyService;
import io.envdrift.testkit.VaultFaultTable;
import io.envdrift.testkit.aws.SecretsManagerFake;
import io.envdrift.vault.VaultProvider;
import io.envdrift.vault.VaultSettings;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ServerSocketFactory;

class AwsFaultTest extends VaultFaultTable {
    @Override
    protected VaultProvider provider() {
        return new AwsVaultProvider();
    }

    @Override
    protected FaultyService start(Optional<ServerSocketFactory> tls) throws IOException {
        return SecretsManagerFake.start(tls, AwsAccess.USER);
    }

    @Override
    protected VaultSettings settings(URI address, VaultSettings.Origin origin) {
        return AwsAccess.settings(address, origin);
    }

    @Override
    protected Map<String, String> environment(FaultyService running) {
        return AwsAccess.environment(AwsAccess.USER);
    }

    @Override
    protected List<String> credentials() {
        return List.of(AwsAccess.USER.secretKey());
    }

    @Override
    protected List<String> wordsAboutMissingCredentials() {
        return List.of(
                "environment (AWS_ACCESS_KEY_ID)",
                "web identity (AWS_WEB_IDENTITY_TOKEN_FILE)",
                "profile 'default'",
                "container",
                "EC2 instance metadata",
                "AWS_PROFILE",
                "aws sso login");
    }
}
